import { isTimeZone } from '#server/time/wall-time.ts';
import { AppError } from '#shared/errors.ts';
import { isHolidayRegion } from './holidays.ts';

/** Of an input in which anything may be left out. */
export type Given<T> = { [K in keyof T]?: T[K] | undefined };

export function checkZone(timeZone: string): void {
  if (!isTimeZone(timeZone))
    throw new AppError(
      'invalid_input',
      `timeZone: “${timeZone}” is not known. Use an IANA zone such as Europe/Berlin.`,
    );
}

export async function checkRegion(region: string): Promise<void> {
  if (!(await isHolidayRegion(region)))
    throw new AppError('invalid_input', `holidayRegion: “${region}” is not known. Choose one of the list.`);
}
