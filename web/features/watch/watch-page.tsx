import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import type { VideoSlug } from '#shared/ids.ts';
import { baseSlug, versionSlug } from '#shared/version-slugs.ts';
import { queries } from '../../api/client.ts';
import { slugOf } from '../../api/slug.ts';
import { ErrorState } from '../../ui/states.tsx';
import type { Nameable } from '../comments/mention-draft.ts';
import { WatchVersions } from '../versions/watch-versions.tsx';

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
  const navigate = useNavigate();
  return (
    <WatchVersions
      slug={slug}
      onVersion={(number) => {
        const to = number === null ? baseSlug(slug) : versionSlug(slug, number);
        void navigate({ to: '/v/$slug', params: { slug: to } });
      }}
      linkToVersion={(number, id) => `${location.origin}/v/${versionSlug(slug, number)}?comment=${id}`}
      startAtSeconds={t}
      commentId={comment}
      me={me.data?.user}
      candidates={candidates}
      transcriber={me.data?.transcriber ?? null}
      guest={null}
    />
  );
}
