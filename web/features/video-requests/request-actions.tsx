import { useState } from 'react';
import type { VideoRequest } from '#shared/video-requests.ts';
import { errorText } from '../../api/api-error.ts';
import { api, queries, queryClient } from '../../api/client.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { showToast } from '../../ui/toast.tsx';
import { DueField, dueOf } from '../asks/due-field.tsx';
import { YourTime } from '../people-time/your-time.tsx';
import { LinkField } from './request-dialog.tsx';
import { isOpen } from './request-words.ts';

/** Shows what an act has led to, or says why it could not be. */
async function act(work: () => Promise<VideoRequest>): Promise<boolean> {
  try {
    const request = await work();
    queryClient.setQueryData(queries.videoRequests.get.queryKey({ input: { id: request.id } }), request);
    return true;
  } catch (error) {
    showToast(errorText(error).message, { isError: true });
    return false;
  } finally {
    void queryClient.invalidateQueries({ queryKey: queries.videoRequests.key() });
  }
}

type Open = 'due' | 'withdraw' | null;

/** What who asks can do: give more time, withdraw, and end or renew the link of a guest. */
export function RequestActions({ request }: { request: VideoRequest }) {
  const { id, link } = request;
  const [open, setOpen] = useState<Open>(null);
  const [url, setUrl] = useState<string | null>(null);
  if (request.withdrawnAt) return null;
  const close = () => setOpen(null);
  async function renew(): Promise<void> {
    await act(async () => {
      const made = await api.videoRequests.renewLink({ id });
      setUrl(made.url);
      return made.request;
    });
  }
  return (
    <div className="space-y-3">
      {link && (
        <p className="text-ui text-dim" role="status">
          {link.state === 'open' ? (
            <>
              The link works until <YourTime at={link.expiresAt} />.
            </>
          ) : link.state === 'expired' ? (
            'The link has expired.'
          ) : (
            'The link was ended.'
          )}
        </p>
      )}
      {url && <LinkField url={url} />}
      <div className="flex flex-wrap gap-2">
        {request.lines.some(isOpen) && <Button onClick={() => setOpen('due')}>Change the due time</Button>}
        {link && <Button onClick={() => void renew()}>New link</Button>}
        {link?.state === 'open' && (
          <Button onClick={() => void act(() => api.videoRequests.revokeLink({ id }))}>End the link</Button>
        )}
        <Button look="danger" onClick={() => setOpen('withdraw')}>
          Withdraw
        </Button>
      </div>
      {open === 'due' && <DueDialog request={request} onClose={close} />}
      {open === 'withdraw' && (
        <Dialog
          isOpen
          onClose={close}
          title="Withdraw this request?"
          description="Nobody is asked any more, and a link gives nothing any more. What was answered stays."
        >
          <div className="flex justify-end gap-2">
            <Button onClick={close}>Keep it</Button>
            <Button
              look="danger"
              onClick={() => {
                close();
                void act(() => api.videoRequests.withdraw({ id }));
              }}
            >
              Withdraw
            </Button>
          </div>
        </Dialog>
      )}
    </div>
  );
}

function DueDialog({ request, onClose }: { request: VideoRequest; onClose: () => void }) {
  const [due, setDue] = useState({ choice: '8', at: '' });
  const [isBusy, setBusy] = useState(false);
  async function change(): Promise<void> {
    setBusy(true);
    const isDone = await act(() => api.videoRequests.changeDue({ id: request.id, ...dueOf(due) }));
    setBusy(false);
    if (isDone) onClose();
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Change the due time"
      description="For those who have not answered. Hours count from when each is due now."
    >
      <form
        className="space-y-4"
        onSubmit={(event) => {
          event.preventDefault();
          void change();
        }}
      >
        <DueField value={due} onChange={setDue} isExtending />
        <div className="flex justify-end gap-2 pt-1">
          <Button look="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button look="primary" type="submit" isBusy={isBusy}>
            Change
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
