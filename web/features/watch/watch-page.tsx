import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useParams, useSearch } from '@tanstack/react-router';
import type { VideoSlug } from '#shared/ids.ts';
import { queries } from '../../api/client.ts';
import { slugOf } from '../../api/slug.ts';
import { ErrorState } from '../../ui/states.tsx';
import type { Nameable } from '../comments/mention-draft.ts';
import { Watch } from './watch.tsx';

/** `/v/$slug`: the video is the page. `?t=` seconds to start at, `?comment=` to show. */
export function WatchPage() {
  const { slug } = useParams({ from: '/app/v/$slug' });
  const parsed = slugOf(slug);
  if (!parsed) return <ErrorState error={new Error('This link is not complete. Ask for it once more.')} />;
  return <MemberWatch key={slug} slug={parsed} />;
}

function MemberWatch({ slug }: { slug: VideoSlug }) {
  const { t, comment } = useSearch({ from: '/app/v/$slug' });
  const me = useQuery(queries.accounts.me.queryOptions());
  const members = useQuery(queries.members.list.queryOptions());
  const spaces = useQuery(queries.spaces.list.queryOptions());
  const candidates = useMemo(
    (): Nameable[] => [
      ...(members.data ?? []),
      ...(spaces.data ?? []).map(({ id, name }) => ({ id, name, kind: 'space' as const })),
    ],
    [members.data, spaces.data],
  );
  return (
    <Watch
      slug={slug}
      startAtSeconds={t}
      commentId={comment}
      me={me.data?.user}
      candidates={candidates}
      transcriber={me.data?.transcriber ?? null}
      guest={null}
    />
  );
}
