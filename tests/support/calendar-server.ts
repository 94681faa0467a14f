import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server of calendars on loopback: answers each path with what the test has put there. */
export interface CalendarServer extends AsyncDisposable {
  origin: string;
  /** By path: a text (200), or a status. */
  answers: Map<string, string | number>;
  /** Paths in the order in which they were asked for. */
  asked: string[];
}

export async function startCalendarServer(): Promise<CalendarServer> {
  const answers = new Map<string, string | number>();
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    asked.push(path);
    const answer = answers.get(path) ?? 404;
    if (typeof answer === 'number') response.writeHead(answer).end();
    else response.setHeader('content-type', 'text/calendar').end(answer);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answers,
    asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** An iCalendar with these events, each a list of its lines. */
export function calendar(...events: string[][]): string {
  const lines = events.flatMap((event, i) => [
    'BEGIN:VEVENT',
    ...(event.some((line) => line.startsWith('UID')) ? [] : [`UID:event-${i}`]),
    'DTSTAMP:20260101T000000Z',
    ...event,
    'END:VEVENT',
  ]);
  return ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//test', ...lines, 'END:VCALENDAR', ''].join('\r\n');
}
