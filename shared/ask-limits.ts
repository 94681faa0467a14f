import type { DueInWork } from './acknowledgements.ts';

/** So much of a video must have been uniquely watched for an ask to watch. */
export const WATCHED_SHARE = 0.9;
/** When asks are due where a space says nothing. */
export const DEFAULT_DUE: DueInWork = { kind: 'workingHours', hours: 24 };
/** Of fewer people, a figure would be about somebody. */
export const LEAST_PEOPLE = 5;
export const MOST_OPTIONS = 6;
