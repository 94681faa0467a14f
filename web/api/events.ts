import type { LiveEvent } from '#shared/events.ts';
import { queries, queryClient } from './client.ts';

const listeners = new Set<(event: LiveEvent) => void>();

/** Hears the live events that arrive while a page is open. */
export function onLiveEvent(listener: (event: LiveEvent) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Events say what changed; queries that show it are asked again. */
function refresh(event: LiveEvent): void {
  const again = (queryKey: readonly unknown[]) => void queryClient.invalidateQueries({ queryKey });
  switch (event.type) {
    case 'video.changed':
      again(queries.videos.key());
      again(queries.playback.get.key({ input: { slug: event.slug } }));
      again(queries.spaces.key());
      return;
    case 'video.progress':
      again(queries.videos.get.key({ input: { slug: event.slug } }));
      return again(queries.playback.get.key({ input: { slug: event.slug } }));
    case 'transcript.changed':
      again(queries.videos.get.key({ input: { slug: event.slug } }));
      again(queries.playback.transcript.key({ input: { slug: event.slug } }));
      return again(queries.playback.get.key({ input: { slug: event.slug } }));
    case 'comment.changed':
      again(queries.comments.list.key({ input: { slug: event.slug } }));
      return again(queries.videos.key());
    case 'acknowledgement.changed':
      again(queries.acknowledgements.ledger.key({ input: { slug: event.slug } }));
      return again(queries.videos.key());
    case 'watch.changed':
      again(queries.playback.viewers.key({ input: { slug: event.slug } }));
      return again(queries.acknowledgements.ledger.key({ input: { slug: event.slug } }));
    case 'share.changed':
      return again(queries.shareLinks.key());
    case 'space.changed':
      again(queries.spaces.key());
      return again(queries.videos.key());
    case 'members.changed':
      again(queries.members.key());
      again(queries.invitations.key());
      return again(queries.accounts.me.key());
  }
}

/** What was asked for before the stream stood may have changed meanwhile; what is still on its way most likely has. */
function refreshUnsettled(): void {
  void queryClient.invalidateQueries({
    predicate: ({ state }) => {
      const data = state.data as { status?: string; sources?: { kind: string }[] } | undefined;
      const isWaiting = data?.status !== undefined && data.status !== 'ready' && data.status !== 'failed';
      const isUnprocessed = data?.sources?.every(({ kind }) => kind !== 'renditions') === true;
      return isWaiting || isUnprocessed;
    },
  });
}

/**
 * Opens the stream of live events. The browser reconnects with `Last-Event-ID`, so that nothing is missed; when it gives
 * up (a proxy's error page), we start it again.
 */
export function openLiveEvents(): () => void {
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let lastEventId = '';
  const open = () => {
    source = new EventSource(lastEventId ? `/events?lastEventId=${lastEventId}` : '/events');
    source.addEventListener('message', (message) => {
      lastEventId = message.lastEventId;
      const event = JSON.parse(message.data as string) as LiveEvent;
      refresh(event);
      for (const listener of listeners) listener(event);
    });
    source.addEventListener('open', refreshUnsettled);
    source.addEventListener('reset', () => void queryClient.invalidateQueries());
    source.addEventListener('error', () => {
      if (source?.readyState !== EventSource.CLOSED) return;
      timer = setTimeout(open, 3000 + Math.random() * 2000);
    });
  };
  open();
  return () => {
    clearTimeout(timer);
    source?.close();
  };
}
