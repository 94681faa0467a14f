/**
 * The states of a recording in the browser.
 *
 *   idle ──arm──▶ arming ──armed──▶ countdown ──started──▶ recording ⇄ paused
 *   recording, paused ──stop──▶ finishing ──finished──▶ done
 *   arming, countdown, recording, paused ──discard──▶ idle
 *   any but idle, done ──fail──▶ failed;  done, failed ──reset──▶ idle
 *
 * Uploading is not a state of the recording: it goes on beside it, and recording never stops because uploading does.
 */
export type RecorderPhase =
  | 'idle'
  | 'arming'
  | 'countdown'
  | 'recording'
  | 'paused'
  | 'finishing'
  | 'done'
  | 'failed';

export type RecorderEvent =
  | 'arm'
  | 'armed'
  | 'started'
  | 'pause'
  | 'resume'
  | 'stop'
  | 'finished'
  | 'discard'
  | 'fail'
  | 'reset';

const TRANSITIONS: Record<RecorderPhase, Partial<Record<RecorderEvent, RecorderPhase>>> = {
  idle: { arm: 'arming' },
  arming: { armed: 'countdown', discard: 'idle', fail: 'failed' },
  countdown: { started: 'recording', discard: 'idle', fail: 'failed' },
  recording: { pause: 'paused', stop: 'finishing', discard: 'idle', fail: 'failed' },
  paused: { resume: 'recording', stop: 'finishing', discard: 'idle', fail: 'failed' },
  finishing: { finished: 'done', fail: 'failed' },
  done: { reset: 'idle' },
  failed: { reset: 'idle' },
};

/** The next state; the same one where the event means nothing in it, such as a second click on Stop. */
export function nextPhase(phase: RecorderPhase, event: RecorderEvent): RecorderPhase {
  return TRANSITIONS[phase][event] ?? phase;
}

/** True while something is captured or about to be. */
export function isCapturing(phase: RecorderPhase): boolean {
  return phase === 'arming' || phase === 'countdown' || phase === 'recording' || phase === 'paused';
}
