/** `75_500` → `1:15`; `3_600_000` → `1:00:00`. Whole seconds, rounded down. */
export function formatTimecode(positionMs: number): string {
  const total = Math.max(0, Math.floor(positionMs / 1000));
  const seconds = String(total % 60).padStart(2, '0');
  const minutes = Math.floor(total / 60) % 60;
  const hours = Math.floor(total / 3600);
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${seconds}` : `${minutes}:${seconds}`;
}

/** `1:23`, `1:02:03`, `83`, `83.5` → milliseconds; `null` where it is none of these. */
export function parseTimecode(text: string): number | null {
  const match = /^(?:(?:(\d{1,3}):)?([0-5]?\d):)?(\d{1,6})(\.\d{1,3})?$/.exec(text.trim());
  if (!match) return null;
  const [, hours, minutes, seconds, fraction] = match;
  if (minutes !== undefined && Number(seconds) > 59) return null;
  const whole = Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds);
  return Math.round((whole + Number(fraction ?? 0)) * 1000);
}
