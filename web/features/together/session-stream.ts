import type { HeardMessage, LiveSession } from '#shared/together.ts';
import { shareLinkId } from '../../api/share-link.ts';

/** The server says something every five seconds; silence for this long means that the connection is lost. */
const SILENCE_MS = 12_000;
const LOOK_MS = 2000;

/** What a page hears of its session. */
export interface StreamHandlers {
  session: (session: LiveSession) => void;
  message: (heard: HeardMessage) => void;
  /** To be answered with “still here”. */
  ping: () => void;
  lost: () => void;
  /** This page is not in the session any more: join again. */
  gone: () => void;
  ended: () => void;
}

/** Hears a session until the returned function is called. The browser reconnects by itself; where it gives up, `gone` is told. */
export function openSessionStream(participantId: string, handlers: StreamHandlers): () => void {
  const query = new URLSearchParams({ participant: participantId });
  const share = shareLinkId();
  if (share) query.set('share', share);
  let source: EventSource | null = null;
  let heardMs = performance.now();

  function open(): void {
    source?.close();
    heardMs = performance.now();
    source = new EventSource(`/events/together?${query}`);
    const on = (type: string, handle: (data: string) => void) =>
      source?.addEventListener(type, (event: Event) => {
        heardMs = performance.now();
        handle(event instanceof MessageEvent ? String(event.data) : '');
      });
    on('session', (data) => handlers.session(JSON.parse(data) as LiveSession));
    on('message', (data) => handlers.message(JSON.parse(data) as HeardMessage));
    on('ping', handlers.ping);
    on('gone', () => finish(handlers.gone));
    on('ended', () => finish(handlers.ended));
    source.addEventListener('error', () => {
      if (source?.readyState === EventSource.CLOSED) finish(handlers.gone);
      else handlers.lost();
    });
  }

  function finish(tell: () => void): void {
    close();
    tell();
  }
  function close(): void {
    clearInterval(timer);
    source?.close();
    source = null;
  }

  const timer = setInterval(() => {
    if (performance.now() - heardMs < SILENCE_MS) return;
    handlers.lost();
    open();
  }, LOOK_MS);
  open();
  return close;
}
