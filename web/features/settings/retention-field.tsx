import { useQuery } from '@tanstack/react-query';
import { api, queries, queryClient } from '../../api/client.ts';
import { errorText } from '../../api/api-error.ts';
import { SelectField } from '../../ui/field.tsx';
import { showToast } from '../../ui/toast.tsx';

const YEARS = [1, 2, 3, 5, 7, 10];

/** How long entries of the ledger are kept. It holds from the next night on, so that a slip can be taken back. */
export function RetentionField() {
  const { data } = useQuery(queries.ledger.retention.queryOptions());
  if (!data) return null;
  const { keepMonths } = data;
  async function save(next: number | null): Promise<void> {
    await api.ledger.setRetention({ keepMonths: next });
    await queryClient.invalidateQueries({ queryKey: queries.ledger.key() });
    showToast(next === null ? 'Entries are kept for ever.' : 'Older entries are deleted from tonight on.', {
      action: { label: 'Undo', run: () => change(keepMonths) },
    });
  }
  const change = (next: number | null) =>
    void save(next).catch((error: unknown) => showToast(errorText(error).message, { isError: true }));
  return (
    <SelectField
      label="Keep entries"
      className="max-w-72"
      value={keepMonths === null ? '' : String(keepMonths)}
      onChange={(event) => change(event.target.value === '' ? null : Number(event.target.value))}
      hint="What is deleted leaves an entry that says up to where; the chain is checked from there on."
    >
      <option value="">For ever</option>
      {keepMonths !== null && keepMonths % 12 !== 0 && (
        <option value={keepMonths}>{keepMonths} months</option>
      )}
      {YEARS.map((years) => (
        <option key={years} value={years * 12}>
          {years === 1 ? 'One year' : `${years} years`}
        </option>
      ))}
    </SelectField>
  );
}
