import type { UploadState } from './upload/uploader.ts';

/**
 * The states of a recording in the browser, in two regions that go on side by side: recording never stops because
 * uploading does.
 *
 * Capture
 *   idle ──arm──▶ arming ──armed──▶ countdown ──started──▶ recording ⇄ paused
 *   recording, paused ──rewind──▶ rewinding ──rewound──▶ paused
 *   recording, paused, rewinding ──restart──▶ countdown
 *   recording, paused, rewinding ──stop──▶ finishing ──finished──▶ done
 *   arming, countdown ──discard──▶ idle
 *   recording, paused, rewinding ──discard──▶ discarded ──undo──▶ finishing;  discarded ──expire──▶ idle
 *   arming, countdown, recording, paused, rewinding, finishing ──fail──▶ failed
 *   failed ──recover──▶ recovering ──finished──▶ done;  recovering ──fail──▶ failed
 *   done, failed ──reset──▶ idle
 *
 * Delivery
 *   none ──begin──▶ sending ⇄ offline (no way to the server or the store: goes on by itself)
 *   sending, offline ⇄ signedOut (a person has to sign in again)
 *   sending, offline, signedOut ──confirmed──▶ safe;  any but none, safe ──refused──▶ gone
 *   any ──end──▶ none
 */
export type RecorderPhase =
  | 'idle'
  | 'arming'
  | 'countdown'
  | 'recording'
  | 'paused'
  /** What was recorded is packaged to its end before the last of it goes: on a busy computer that takes seconds. */
  | 'rewinding'
  | 'finishing'
  | 'done'
  | 'discarded'
  | 'failed'
  | 'recovering';

export type RecorderEvent =
  | 'arm'
  | 'armed'
  | 'started'
  | 'pause'
  | 'resume'
  | 'rewind'
  | 'rewound'
  | 'restart'
  | 'stop'
  | 'finished'
  | 'discard'
  | 'undo'
  | 'expire'
  | 'fail'
  | 'recover'
  | 'reset';

const RUNNING = { stop: 'finishing', discard: 'discarded', restart: 'countdown', fail: 'failed' } as const;

const TRANSITIONS: Record<RecorderPhase, Partial<Record<RecorderEvent, RecorderPhase>>> = {
  idle: { arm: 'arming' },
  arming: { armed: 'countdown', discard: 'idle', fail: 'failed' },
  countdown: { started: 'recording', discard: 'idle', fail: 'failed' },
  recording: { ...RUNNING, pause: 'paused', rewind: 'rewinding' },
  paused: { ...RUNNING, resume: 'recording', rewind: 'rewinding' },
  rewinding: { ...RUNNING, rewound: 'paused' },
  finishing: { finished: 'done', fail: 'failed' },
  discarded: { undo: 'finishing', expire: 'idle' },
  done: { reset: 'idle' },
  failed: { recover: 'recovering', reset: 'idle' },
  recovering: { finished: 'done', fail: 'failed' },
};

/** True where the event means something in this state; a second click on Stop does not. */
export function canHappen(phase: RecorderPhase, event: RecorderEvent): boolean {
  return TRANSITIONS[phase][event] !== undefined;
}

/** The next state; the same one where the event means nothing in it. */
export function nextPhase(phase: RecorderPhase, event: RecorderEvent): RecorderPhase {
  return TRANSITIONS[phase][event] ?? phase;
}

/** True while something is captured or about to be. */
export function isCapturing(phase: RecorderPhase): boolean {
  return phase === 'arming' || phase === 'countdown' || isUnderWay(phase);
}

/** True from the first moment that is recorded until stop: it can be stopped, thrown away, drawn on. */
export function isUnderWay(phase: RecorderPhase): boolean {
  return phase === 'recording' || phase === 'paused' || phase === 'rewinding';
}

export type DeliveryPhase = 'none' | 'sending' | 'offline' | 'signedOut' | 'safe' | 'gone';

/** Where the delivery is, from what its upload reports. */
export function deliveryPhase(upload: UploadState | null): DeliveryPhase {
  if (!upload) return 'none';
  if (upload.isComplete) return 'safe';
  if (upload.isDead) return 'gone';
  if (!upload.problem) return 'sending';
  const { kind } = upload.problem;
  return kind === 'signedOut' || kind === 'otherAccount' ? 'signedOut' : 'offline';
}
