import { useState } from 'react';
import type { AcknowledgementRequestId, VideoSlug } from '#shared/ids.ts';
import { api } from '../../api/client.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { act } from '../watch/ledger.ts';

/** Asks before several asks are withdrawn at once. */
export function WithdrawDialog(props: {
  slug: VideoSlug;
  requestIds: AcknowledgementRequestId[] | null;
  count: number;
  onClose: () => void;
}) {
  const { slug, requestIds, count } = props;
  const [isBusy, setBusy] = useState(false);
  async function withdraw(): Promise<void> {
    setBusy(true);
    const isDone = await act(slug, () => api.acknowledgements.withdrawOpen({ slug, requestIds }));
    setBusy(false);
    if (isDone) props.onClose();
  }
  return (
    <Dialog
      isOpen
      onClose={props.onClose}
      title={count === 1 ? 'Withdraw the open ask?' : `Withdraw ${count} open asks?`}
      description="Who is still missing is not asked any more. What was answered stays, and the ledger keeps both."
    >
      <div className="flex justify-end gap-2">
        <Button look="quiet" onClick={props.onClose}>
          Cancel
        </Button>
        <Button look="danger" isBusy={isBusy} onClick={() => void withdraw()}>
          Withdraw
        </Button>
      </div>
    </Dialog>
  );
}
