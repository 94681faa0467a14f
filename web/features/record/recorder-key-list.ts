/** The keys of the recorder, for whoever asks. */
export const RECORDER_KEYS = [
  ['P', 'Pause and go on'],
  ['S', 'Stop'],
  ['R', 'Back 10 seconds, to record over'],
  ['D', 'Draw'],
  ['N', 'Next prompt, in an update'],
  ['B', 'Shape of the camera'],
  ['H', 'Hide the camera'],
  ['F', 'Camera in full, and back'],
  ['M', 'Mirror the camera'],
  ['Arrows, + −', 'Move and size the camera, when it has the focus'],
] as const;
