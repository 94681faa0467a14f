/** True for `bin/test --soak`: the long trials run as well. */
export const isSoak = process.env['PLAYHEAD_SOAK'] === '1';
