const HOUR = 9;

/** Tomorrow and next Monday at 9:00, by the clock of this browser; ms since 1970. */
export function snoozeTimes(nowMs: number): { tomorrow: number; monday: number } {
  const at = (days: number) => {
    const date = new Date(nowMs);
    return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days, HOUR).getTime();
  };
  const weekday = new Date(nowMs).getDay();
  return { tomorrow: at(1), monday: at((8 - weekday) % 7 || 7) };
}

/** What a field for a local time takes: `2026-03-03T09:00`. */
export function localInput(atMs: number): string {
  const date = new Date(atMs);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}`;
}
