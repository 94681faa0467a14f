import { Link } from '@tanstack/react-router';
import type { UpdateTarget } from '../../recorder/spool/journal.ts';
import { buttonClass } from '../../ui/button.tsx';

/** Where the server can't be reached yet, the rest of the answer can be given all the same. */
export function BackToUpdate({ update: { seriesId, day } }: { update: UpdateTarget }) {
  return (
    <p className="-mt-8 pb-10 text-center">
      <Link to="/series/$id" params={{ id: seriesId }} search={{ day }} className={buttonClass()}>
        Go on with your update
      </Link>
    </p>
  );
}
