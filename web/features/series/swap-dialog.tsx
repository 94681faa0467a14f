import { useQuery } from '@tanstack/react-query';
import { UserId } from '#shared/ids.ts';
import type { Series } from '#shared/series.ts';
import { api, queries, queryClient } from '../../api/client.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FormError, SelectField } from '../../ui/field.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useForm } from '../auth/use-form.ts';

/** Two people swap their turns: mine with somebody’s, or any two for who manages the series. */
export function SwapDialog({ series, onClose }: { series: Series; onClose: () => void }) {
  const me = useQuery(queries.accounts.me.queryOptions());
  const { rotation, turns, id } = series;
  const people = rotation ?? [];
  const nameOf = (userId: string) => people.find((person) => person.id === userId)?.name ?? '';
  const mine = people.find((person) => person.id === me.data?.user.id);
  const first = mine ?? turns[0]?.person ?? people[0];
  const form = useForm(async (fields) => {
    const userId = UserId.parse(fields['who'] ?? first?.id);
    const withUserId = UserId.parse(fields['with']);
    const saved = await api.series.swap({ id, userId, withUserId });
    queryClient.setQueryData(queries.series.get.queryKey({ input: { id } }), saved);
    showToast(`${nameOf(userId)} and ${nameOf(withUserId)} have swapped.`);
    onClose();
    await queryClient.invalidateQueries({ queryKey: queries.series.key() });
  });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Swap turns"
      description="Each speaks when the other would have. A turn that is open, and not answered, goes to the other at once."
    >
      <form className="space-y-4" onSubmit={(event) => void form.onSubmit(event)}>
        {series.canManage && (
          <SelectField label="Turn of" name="who" defaultValue={first?.id}>
            {people.map((person) => (
              <option key={person.id} value={person.id}>
                {person.name}
              </option>
            ))}
          </SelectField>
        )}
        <SelectField label={series.canManage ? 'With' : 'My turn with'} name="with">
          {people
            .filter((person) => series.canManage || person.id !== first?.id)
            .toSorted((a, b) => Number(a.id === first?.id) - Number(b.id === first?.id))
            .map((person) => (
              <option key={person.id} value={person.id}>
                {person.name}
              </option>
            ))}
        </SelectField>
        <FormError>{form.error}</FormError>
        <div className="flex justify-end gap-2">
          <Button look="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" look="primary" isBusy={form.isBusy}>
            Swap
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
