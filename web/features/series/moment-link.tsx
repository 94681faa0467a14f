import { Link } from '@tanstack/react-router';
import { Play } from 'lucide-react';
import type { ReactNode } from 'react';
import type { VideoSlug } from '#shared/ids.ts';

/** Leads to the very second of a video. */
export function MomentLink(props: { slug: VideoSlug; atMs: number; label?: string; children: ReactNode }) {
  return (
    <Link
      to="/v/$slug"
      params={{ slug: props.slug }}
      search={{ t: props.atMs / 1000 }}
      aria-label={props.label}
      className="numbers inline-flex items-center gap-1 rounded-md bg-accent-soft px-1.5 py-0.5 text-xs font-semibold text-accent-text hover:underline coarse:min-h-11"
    >
      <Play className="size-3 fill-current" aria-hidden="true" /> {props.children}
    </Link>
  );
}
