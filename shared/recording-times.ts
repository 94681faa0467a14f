/** No sign of life for this long closes a recording with what has arrived. */
export const RECORDING_ABANDONED_AFTER_MS = 10 * 60_000;
/** How often the recorder says “still alive” when it has nothing else to say. */
export const RECORDING_HEARTBEAT_MS = 15_000;
/** Length of a media segment that the recorder aims at. */
export const SEGMENT_TARGET_MS = 2_000;
