import { useQuery } from '@tanstack/react-query';
import { queries } from '../../api/client.ts';
import { Watch, type WatchProps } from '../watch/watch.tsx';
import { useVersionKey } from './use-version-key.ts';

/** The version of a video that a slug shows; anew when that comes to be another one. */
export function WatchVersions(props: WatchProps) {
  const { data } = useQuery(queries.videos.get.queryOptions({ input: { slug: props.slug } }));
  return <Watch key={useVersionKey(props.slug, data?.id, data?.version.number)} {...props} />;
}
