/** As its recipient reads it: “Tue 3 Mar, 17:00 (Europe/Berlin)”. */
export function dueText({ at, timeZone }: { at: Date; timeZone: string }): string {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  return `${format.format(at)} (${timeZone})`;
}
