import { Link } from '@tanstack/react-router';
import { Film } from 'lucide-react';
import type { ReactNode } from 'react';
import type { VideoSlug } from '#shared/ids.ts';
import { YourTime } from '../people-time/your-time.tsx';

/** What is asked: by whom, about what, until when in the reader’s own zone. */
export function RequestHead(props: {
  title: string;
  note: string | null;
  lead: ReactNode;
  about: { slug?: VideoSlug; title: string; posterUrl: string | null } | null;
  dueAt: string | null;
  isOverdue: boolean;
}) {
  const { about, dueAt, isOverdue } = props;
  return (
    <header className="space-y-3">
      <div>
        <p className="text-ui text-dim">{props.lead}</p>
        <h1 className="mt-1 text-2xl font-semibold tracking-tight wrap-anywhere">{props.title}</h1>
      </div>
      {props.note && (
        <p className="text-[0.9375rem] leading-relaxed whitespace-pre-wrap wrap-anywhere">{props.note}</p>
      )}
      {dueAt && (
        <p className={`text-ui ${isOverdue ? 'text-danger' : 'text-dim'}`}>
          {isOverdue ? 'Was due' : 'Due'} <YourTime at={dueAt} />
        </p>
      )}
      {about && (
        <div className="flex items-center gap-3 rounded-xl border border-line bg-raised p-2.5">
          <span className="flex aspect-video h-14 shrink-0 items-center justify-center overflow-hidden rounded-lg border border-line bg-sunken text-faint">
            {about.posterUrl ? (
              <img src={about.posterUrl} alt="" className="size-full object-cover" />
            ) : (
              <Film className="size-5" />
            )}
          </span>
          <span className="min-w-0">
            <span className="block text-[0.8125rem] text-dim">In answer to</span>
            {about.slug ? (
              <Link
                to="/v/$slug"
                params={{ slug: about.slug }}
                className="block truncate text-ui font-medium text-accent-text hover:underline"
              >
                {about.title}
              </Link>
            ) : (
              <span className="block truncate text-ui font-medium">{about.title}</span>
            )}
          </span>
        </div>
      )}
    </header>
  );
}
