import { useEffect, useState } from 'react';
import { canSpool, openSpool } from '../../recorder/spool/spool.ts';
import { finishEarlier } from '../../recorder/upload/deliveries.ts';

/** Finishes what a closed tab or a crash has left of it on this device. True while it looks. */
export function useLeftovers(recordingId: string): boolean {
  const [isLooking, setLooking] = useState(canSpool);
  useEffect(() => {
    if (!canSpool()) return;
    let isGone = false;
    const done = () => {
      if (!isGone) setLooking(false);
    };
    async function finish(): Promise<void> {
      const left = (await openSpool().list()).find(({ info }) => info.recordingId === recordingId);
      done();
      if (left && !left.isDiscarded) await finishEarlier(left);
    }
    // A browser that keeps no files has nothing left over.
    finish().catch(done);
    return () => {
      isGone = true;
    };
  }, [recordingId]);
  return isLooking;
}
