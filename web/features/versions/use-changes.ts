import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { mergeRanges, type TimeRange } from '#shared/time-ranges.ts';
import type { Video } from '#shared/videos.ts';
import type { ChangedRange } from '#shared/versions.ts';
import { queries } from '../../api/client.ts';
import type { PlayerStore } from '../../player/player-store.ts';

const NO_RANGES: ChangedRange[] = [];

/** What is new on a version, and how it is played: one part after the other, until the last one or until somebody takes over. */
export function useChanges(player: PlayerStore, video: Video | undefined) {
  const slug = video?.version.slug;
  const isLater = (video?.version.number ?? 1) > 1;
  const { data } = useQuery({
    ...queries.videos.changes.queryOptions({ input: { slug: slug ?? ('' as never) } }),
    enabled: isLater && slug !== undefined,
  });
  const ranges = data?.ranges ?? NO_RANGES;
  const parts = useMemo(() => mergeRanges(ranges), [ranges]);
  const [playing, setPlaying] = useState<number | null>(null);
  /** The part that plays; null where the player is a person's again. */
  const at = useRef<number | null>(null);
  const isOwnCommand = useRef(false);

  const playPart = useCallback(
    (index: number) => {
      const part = parts[index];
      at.current = part ? index : null;
      setPlaying(at.current);
      if (!part) return;
      isOwnCommand.current = true;
      player.playRange(part.startMs, endOf(part));
      isOwnCommand.current = false;
    },
    [player, parts],
  );
  useEffect(() => {
    const stop = player.onCommand(() => {
      if (isOwnCommand.current || at.current === null || isAtEnd(player, parts[at.current])) return;
      at.current = null;
      setPlaying(null);
    });
    const unsubscribe = player.subscribe(() => {
      const { phase } = player.get();
      if (at.current === null || (phase !== 'paused' && phase !== 'ended')) return;
      if (isAtEnd(player, parts[at.current])) playPart(at.current + 1);
    });
    return () => {
      stop();
      unsubscribe();
    };
  }, [player, parts, playPart]);

  const play = useCallback(() => playPart(0), [playPart]);
  /** To the next part behind where the player is; around the end. */
  const next = useCallback(() => {
    const { positionMs } = player.get();
    const part = parts.find(({ startMs }) => startMs > positionMs + 100) ?? parts[0];
    if (part) player.seek(part.startMs);
  }, [player, parts]);
  return { changes: isLater ? data : undefined, parts, playing, play, playPart, next };
}

export type Changes = ReturnType<typeof useChanges>;

/** Start of its last frame, or nearly. */
function endOf({ startMs, endMs }: TimeRange): number {
  return Math.max(startMs, endMs - 50);
}

function isAtEnd(player: PlayerStore, part: TimeRange | undefined): boolean {
  return part !== undefined && player.get().positionMs >= endOf(part) - 100;
}
