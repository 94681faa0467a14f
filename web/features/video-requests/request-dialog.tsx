import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { UserId } from '#shared/ids.ts';
import type { VideoSummary } from '#shared/videos.ts';
import { api, queries, queryClient } from '../../api/client.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FormError, inputClass, SelectField, TextField } from '../../ui/field.tsx';
import { showToast } from '../../ui/toast.tsx';
import { DueField, dueOf } from '../asks/due-field.tsx';
import { useForm } from '../auth/use-form.ts';
import { WhoField } from './who-field.tsx';

const THANKS = 'Thank you! Your video has arrived.';

/** Asks members, or one guest by a link, for a video; `about`: in answer to this one. */
export function RequestDialog({
  about,
  onClose,
}: {
  about?: Pick<VideoSummary, 'slug' | 'title'>;
  onClose: () => void;
}) {
  const navigate = useNavigate();
  const [isGuest, setGuest] = useState(false);
  const [ids, setIds] = useState<ReadonlySet<UserId>>(new Set());
  const [due, setDue] = useState({ choice: 'none', at: '' });
  const [url, setUrl] = useState<string | null>(null);
  const me = useQuery(queries.accounts.me.queryOptions());
  const form = useForm(async ({ title = '', note = '', thanks = '', days = '30' }) => {
    const made = await api.videoRequests.create({
      title,
      note: note.trim() || null,
      thanks,
      about: about?.slug ?? null,
      recipientIds: isGuest ? [] : [...ids],
      hasGuestLink: isGuest,
      linkDays: Number(days),
      ...dueOf(due),
    });
    await queryClient.invalidateQueries({ queryKey: queries.videoRequests.key() });
    if (made.url !== null) return setUrl(made.url);
    showToast('Asked');
    onClose();
    await navigate({ to: '/requests/$id', params: { id: made.request.id } });
  });
  if (url !== null)
    return (
      <Dialog
        isOpen
        onClose={onClose}
        title="Send this link"
        description="It is shown this once, and is for one person. They need no account."
      >
        <LinkField url={url} />
        <div className="mt-4 flex justify-end">
          <Button onClick={onClose}>Done</Button>
        </div>
      </Dialog>
    );
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={about ? 'Ask for a video answer' : 'Request a video'}
      description={about ? `In answer to “${about.title}”.` : 'They record it when it suits them.'}
    >
      <form className="space-y-4" onSubmit={(event) => void form.onSubmit(event)}>
        <TextField
          label="What should they record?"
          name="title"
          required
          maxLength={200}
          placeholder="Show us how you use it"
        />
        <label className="block">
          <span className="mb-1.5 block text-ui font-medium">Note (optional)</span>
          <textarea name="note" rows={3} maxLength={4000} className={`${inputClass} min-h-20 py-2`} />
        </label>
        <WhoField isGuest={isGuest} onGuest={setGuest} ids={ids} onIds={setIds} meId={me.data?.user.id} />
        <DueField value={due} onChange={setDue} />
        {isGuest && (
          <>
            <SelectField label="The link works for" name="days" defaultValue="30">
              <option value="7">A week</option>
              <option value="30">30 days</option>
              <option value="90">90 days</option>
              <option value="365">A year</option>
            </SelectField>
            <label className="block">
              <span className="mb-1.5 block text-ui font-medium">What they read afterwards</span>
              <textarea
                name="thanks"
                rows={2}
                maxLength={1000}
                defaultValue={THANKS}
                className={`${inputClass} min-h-16 py-2`}
              />
            </label>
          </>
        )}
        <FormError>{form.error}</FormError>
        <div className="flex justify-end gap-2">
          <Button look="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" look="primary" isBusy={form.isBusy} disabled={!isGuest && ids.size === 0}>
            {isGuest ? 'Make the link' : 'Ask'}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

export function LinkField({ url }: { url: string }) {
  return (
    <div className="flex items-center gap-2">
      <input
        readOnly
        aria-label="Link for the guest"
        value={url}
        onFocus={(event) => event.target.select()}
        className={`${inputClass} h-10 min-w-0 flex-1`}
      />
      <CopyButton text={url} look="primary" />
    </div>
  );
}
