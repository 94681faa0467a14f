import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Play } from 'lucide-react';
import { queries } from '../../api/client.ts';
import { buttonClass } from '../../ui/button.tsx';

/** The way to what is new, with how much that is. */
export function CatchUpLink() {
  const { data } = useQuery(queries.reel.catchUp.queryOptions());
  const fresh = data ? data.entries.length + data.left : 0;
  return (
    <Link to="/catch-up" className={buttonClass()}>
      <Play className="size-4" /> Catch up
      {fresh > 0 && (
        <span className="numbers rounded-full bg-accent px-1.5 text-xs font-semibold text-on-accent">
          {fresh}
          <span className="sr-only"> new</span>
        </span>
      )}
    </Link>
  );
}
