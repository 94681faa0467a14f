import type { Comment } from '#shared/comments.ts';
import type { RollUp } from '#shared/editions.ts';
import type { HeardEvent, LiveEvent } from '#shared/events.ts';
import type { VideoSlug } from '#shared/ids.ts';
import { baseSlug, versionIn } from '#shared/version-slugs.ts';
import { api, queries, queryClient } from './client.ts';
import { shareLinkId } from './share-link.ts';

/** Of the queries below a key those about a video, in whichever of its versions: events name its link. */
function aboutVideo(queryKey: readonly unknown[], slug: VideoSlug) {
  return {
    queryKey,
    predicate: (query: { queryKey: readonly unknown[] }) => {
      const asked = slugAskedFor(query.queryKey);
      return asked !== null && baseSlug(asked) === slug;
    },
  };
}

/** The slug in a key of a query, as `queries` makes them. */
function slugAskedFor(queryKey: readonly unknown[]): string | null {
  const { input } = (queryKey[1] ?? {}) as { input?: { slug?: string } };
  return input?.slug ?? null;
}

/** Events say what changed; queries that show it are asked again. */
function refresh(event: HeardEvent): void {
  const again = (queryKey: readonly unknown[]) => void queryClient.invalidateQueries({ queryKey });
  const againOf = (queryKey: readonly unknown[], slug: VideoSlug) =>
    void queryClient.invalidateQueries(aboutVideo(queryKey, slug));
  switch (event.type) {
    case 'video.version':
      againOf(queries.playback.key(), event.slug);
      return again(queries.videos.key());
    case 'video.changed':
      again(queries.videos.key());
      againOf(queries.playback.get.key(), event.slug);
      again(queries.reel.edition.key());
      again(queries.spaces.key());
      return;
    case 'video.progress':
      againOf(queries.videos.get.key(), event.slug);
      return againOf(queries.playback.get.key(), event.slug);
    case 'transcript.changed':
      againOf(queries.videos.get.key(), event.slug);
      againOf(queries.playback.transcript.key(), event.slug);
      void queryClient.invalidateQueries({
        queryKey: queries.editions.rollUp.key(),
        predicate: ({ state }) => (state.data as RollUp | undefined)?.transcribing !== 0,
      });
      return againOf(queries.playback.get.key(), event.slug);
    case 'comment.changed':
      void refreshComment(event, event.comment);
      again(queries.editions.comments.key());
      // Its page counts for itself; nobody needs the whole video again for a number.
      void queryClient.invalidateQueries({
        ...aboutVideo(queries.videos.get.key(), event.slug),
        refetchType: 'none',
      });
      againOf(queries.insights.get.key(), event.slug);
      return again(queries.videos.list.key());
    case 'reaction.changed':
      return againOf(queries.comments.listReactions.key(), event.slug);
    case 'acknowledgement.changed':
      againOf(queries.acknowledgements.ledger.key(), event.slug);
      againOf(queries.reminders.ofVideo.key(), event.slug);
      againOf(queries.insights.get.key(), event.slug);
      again(queries.asks.key());
      return again(queries.videos.key());
    case 'watch.changed':
      againOf(queries.playback.viewers.key(), event.slug);
      againOf(queries.insights.get.key(), event.slug);
      again(queries.asks.mine.key());
      return againOf(queries.acknowledgements.ledger.key(), event.slug);
    case 'together.changed':
      return againOf(queries.together.get.key(), event.slug);
    case 'share.changed':
      return again(queries.shareLinks.key());
    case 'series.changed':
      again(queries.blockers.key());
      again(queries.editions.comments.key());
      again(queries.reel.edition.key());
      return again(queries.series.key());
    case 'request.changed':
      return again(queries.videoRequests.key());
    case 'space.changed':
      again(queries.spaces.key());
      return again(queries.videos.key());
    case 'inbox.changed':
      return again(queries.notifications.key());
    case 'time.changed':
      again(queries.asks.made.key());
      return again(queries.peopleTime.key());
    case 'members.changed':
      again(queries.members.key());
      again(queries.groups.key());
      again(queries.invitations.key());
      return again(queries.accounts.me.key());
  }
}

/** Which fetch of a comment is the latest: an answer that was overtaken says nothing. */
const fetches = new Map<string, symbol>();

/** Of a list of thousands one has changed: it alone is put there. What went or came back is a matter of the list. */
async function refreshComment(
  event: Extract<LiveEvent, { type: 'comment.changed' }>,
  heard: Comment | undefined,
): Promise<void> {
  const { slug, commentId, withReplies } = event;
  const lists = aboutVideo(queries.comments.list.key(), slug);
  const all = () => void queryClient.invalidateQueries(lists);
  const found = queryClient.getQueriesData<Comment[]>(lists);
  const isKnown = found.length > 0 && found.every(([, data]) => data !== undefined);
  // A list that is on its way may have been read before this change.
  if (withReplies || !isKnown || queryClient.isFetching(lists) > 0) return all();
  const mine = Symbol();
  fetches.set(commentId, mine);
  const comment = heard ?? (await api.comments.get({ id: commentId }).catch(() => null));
  if (fetches.get(commentId) !== mine) return;
  fetches.delete(commentId);
  if (!comment) return all();
  for (const [queryKey] of found)
    queryClient.setQueryData(queryKey, (before: Comment[] | undefined) => {
      const known = before?.find(({ id }) => id === commentId);
      if (known && known.revision > comment.revision) return before;
      const version = versionShown(slugAskedFor(queryKey) ?? slug);
      if (!known && version !== null && !isShownOn(comment, version, before ?? [])) return before;
      return [...(before ?? []).filter(({ id }) => id !== commentId), comment];
    });
}

/** The number of the version that a slug shows, as far as it is known here. */
function versionShown(slug: string): number | null {
  const video = queryClient.getQueryData(queries.videos.get.queryKey({ input: { slug: slug as VideoSlug } }));
  return versionIn(slug) ?? video?.version.number ?? null;
}

/** Of earlier versions only what is open is shown; of later ones nothing. */
function isShownOn(comment: Comment, version: number, shown: readonly Comment[]): boolean {
  if (comment.version === version) return true;
  if (comment.version > version) return false;
  return comment.parentId === null
    ? comment.resolvedAt === null
    : shown.some(({ id }) => id === comment.parentId);
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

const endings = new Set<(what: 'reset' | 'ended') => void>();

/** Hears that the share link of this page has changed (`reset`), or is over. */
export function onLinkEvent(listener: (what: 'reset' | 'ended') => void): () => void {
  endings.add(listener);
  return () => endings.delete(listener);
}

function streamUrl(lastEventId: string): string {
  const query = new URLSearchParams();
  if (lastEventId) query.set('lastEventId', lastEventId);
  // What was asked for before the stream stood may have changed in between.
  else query.set('age', String(Math.round(performance.now())));
  const share = shareLinkId();
  if (share) query.set('share', share);
  return `/events?${query}`;
}

/** From the tab that hears the server to the others. */
type Heard = { type: 'event'; id: string; event: HeardEvent } | { type: 'reset' | 'ended' };
/** From a tab that is new, and began to ask so long ago: what has been heard since? */
interface Hello {
  type: 'hello';
  ageMs: number;
}
/** Pages have loaded by then. */
const OLDEST_PAGE_MS = 60_000;

/**
 * Hears live events. Browsers open six connections to a host by HTTP/1.1, and a stream takes one for good: so one tab has the
 * stream (whoever holds a lock) and tells the others. The next one takes over where it ended, by `Last-Event-ID`.
 */
export function openLiveEvents(): () => void {
  const controller = new AbortController();
  const name = `playhead.events.${shareLinkId() ?? 'member'}`;
  const channel = 'BroadcastChannel' in window ? new BroadcastChannel(name) : null;
  let lastEventId = '';
  const hear = (heard: Heard) => {
    if (heard.type !== 'event') {
      for (const listener of endings) listener(heard.type);
      return void queryClient.invalidateQueries();
    }
    lastEventId = heard.id;
    refresh(heard.event);
  };
  /** Of the tab that hears the server. */
  let recent: { atMs: number; heard: Heard }[] = [];
  channel?.addEventListener('message', ({ data }: MessageEvent<Heard | Hello>) => {
    if (data.type !== 'hello') return hear(data);
    const since = performance.now() - data.ageMs;
    for (const { atMs, heard } of recent) if (atMs >= since) channel.postMessage(heard);
  });
  channel?.postMessage({ type: 'hello', ageMs: Math.min(performance.now(), OLDEST_PAGE_MS) } satisfies Hello);
  const lead = () =>
    openStream(lastEventId, controller.signal, (heard) => {
      const atMs = performance.now();
      recent = [...recent.filter((one) => atMs - one.atMs < OLDEST_PAGE_MS), { atMs, heard }];
      hear(heard);
      channel?.postMessage(heard);
    });
  // Without a secure context there are no locks: every tab for itself.
  if (channel && 'locks' in navigator)
    void navigator.locks.request(name, { signal: controller.signal }, lead).catch(() => undefined);
  else void lead();
  return () => {
    controller.abort();
    channel?.close();
  };
}

/** The stream, until the signal. The browser reconnects by itself; when it gives up (a proxy's error page), we start it again. */
function openStream(fromId: string, signal: AbortSignal, hear: (heard: Heard) => void): Promise<void> {
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let lastEventId = fromId;
  const open = () => {
    source = new EventSource(streamUrl(lastEventId));
    source.addEventListener('message', (message) => {
      lastEventId = message.lastEventId;
      hear({ type: 'event', id: lastEventId, event: JSON.parse(message.data as string) as HeardEvent });
    });
    source.addEventListener('open', refreshUnsettled);
    source.addEventListener('reset', () => hear({ type: 'reset' }));
    // A share link that is over: there is nothing to come back to.
    source.addEventListener('ended', () => {
      source?.close();
      hear({ type: 'ended' });
    });
    source.addEventListener('error', () => {
      if (source?.readyState !== EventSource.CLOSED) return;
      timer = setTimeout(open, 3000 + Math.random() * 2000);
    });
  };
  open();
  // A page that the browser keeps for “back” must not keep its connection.
  const sleep = () => source?.close();
  const wake = ({ persisted }: PageTransitionEvent) => persisted && open();
  window.addEventListener('pagehide', sleep);
  window.addEventListener('pageshow', wake);
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => {
      window.removeEventListener('pagehide', sleep);
      window.removeEventListener('pageshow', wake);
      clearTimeout(timer);
      source?.close();
      resolve();
    });
  });
}
