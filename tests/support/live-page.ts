import { expect } from 'vitest';
import type { TestBrowser } from './test-app.ts';

/** An open page: its events so far. */
export function listen(person: Pick<TestBrowser, 'fetch'>, lastEventId?: string, path = '/events') {
  const controller = new AbortController();
  let text = '';
  let isClosed = false;
  const opened = (async () => {
    const answer = await person.fetch(path, {
      signal: controller.signal,
      ...(lastEventId ? { headers: { 'last-event-id': lastEventId } } : {}),
    });
    expect(answer.headers.get('content-type')).toContain('text/event-stream');
    void (async () => {
      const decoder = new TextDecoder();
      for await (const chunk of answer.body ?? [])
        text += decoder.decode(chunk as Uint8Array, { stream: true });
      isClosed = true;
    })().catch(() => undefined);
  })();
  return {
    opened,
    events: () => [...text.matchAll(/^id: (\d+)$/gm)].map(([, id]) => id ?? ''),
    text: () => text,
    /** The server has ended the stream. */
    isClosed: () => isClosed,
    close: () => controller.abort(),
  };
}
