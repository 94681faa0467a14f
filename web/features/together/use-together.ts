import { useQuery } from '@tanstack/react-query';
import { useEffect, useState, useSyncExternalStore } from 'react';
import type { VideoSlug } from '#shared/ids.ts';
import { errorText } from '../../api/api-error.ts';
import { queries, queryClient } from '../../api/client.ts';
import type { PlayerStore } from '../../player/player-store.ts';
import { showToast } from '../../ui/toast.tsx';
import type { TogetherSession, TogetherState } from './together-session.ts';

export type Together = ReturnType<typeof useTogether>;

/** The live session on a video: the one that runs, and this page in it once somebody has joined. */
export function useTogether(player: PlayerStore, slug: VideoSlug, canJoin: boolean) {
  const options = queries.together.get.queryOptions({ input: { slug } });
  const running = useQuery({ ...options, enabled: canJoin });
  const [live, setLive] = useState<TogetherSession | null>(null);
  const [isEntering, setEntering] = useState(false);
  useEffect(() => () => live?.leave(), [live]);

  function over(why: 'left' | 'ended'): void {
    setLive(null);
    void queryClient.invalidateQueries({ queryKey: options.queryKey });
    if (why === 'ended') showToast('The session is over. You go on watching alone.');
  }

  async function enter(how: { isNew: boolean }): Promise<void> {
    if (isEntering || live) return;
    setEntering(true);
    try {
      const { TogetherSession } = await import('./together-session.ts');
      const sessionId = running.data?.id;
      const where = how.isNew || sessionId === undefined ? { slug } : { sessionId };
      setLive(await TogetherSession.enter(player, where, over));
    } catch (error) {
      showToast(errorText(error).message, { isError: true });
      void queryClient.invalidateQueries({ queryKey: options.queryKey });
    } finally {
      setEntering(false);
    }
  }

  const tool = useSyncExternalStore(live?.subscribe ?? never, () => live?.get().tool ?? 'none');
  const canStart = !live && !running.data;
  return {
    running: running.data ?? null,
    live,
    isEntering,
    enter,
    /** Null where a session runs: it is joined. */
    onStart: canStart ? () => enter({ isNew: true }) : null,
    isDrawing: tool === 'pen',
  };
}

const never = () => () => undefined;

export function useTogetherState(live: TogetherSession): TogetherState {
  return useSyncExternalStore(live.subscribe, live.get);
}
