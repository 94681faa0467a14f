import { useState } from 'react';
import type { AcknowledgementRequestId, VideoSlug } from '#shared/ids.ts';
import { api } from '../../api/client.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { act } from '../watch/ledger.ts';
import { DueField, dueOf } from './due-field.tsx';

/** Gives more time for what is open: to these, or to all of a video. */
export function ExtendDialog(props: {
  slug: VideoSlug;
  requestIds: AcknowledgementRequestId[] | null;
  count: number;
  onClose: () => void;
}) {
  const { slug, requestIds, count } = props;
  const [due, setDue] = useState({ choice: '8', at: '' });
  const [isBusy, setBusy] = useState(false);
  async function extend(): Promise<void> {
    setBusy(true);
    const isDone = await act(slug, () => api.acknowledgements.change({ slug, requestIds, ...dueOf(due) }));
    setBusy(false);
    if (isDone) props.onClose();
  }
  return (
    <Dialog
      isOpen
      onClose={props.onClose}
      title="More time"
      description={`For ${count === 1 ? 'the one person' : `the ${count} people`} still missing. Hours count from when each is due now.`}
    >
      <form
        className="space-y-4"
        onSubmit={(event) => {
          event.preventDefault();
          void extend();
        }}
      >
        <DueField value={due} onChange={setDue} isExtending />
        <div className="flex justify-end gap-2 pt-1">
          <Button look="quiet" onClick={props.onClose}>
            Cancel
          </Button>
          <Button look="primary" type="submit" isBusy={isBusy}>
            Extend
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
