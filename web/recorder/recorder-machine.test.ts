import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  canHappen,
  deliveryPhase,
  isCapturing,
  nextPhase,
  type RecorderEvent,
  type RecorderPhase,
} from './recorder-machine.ts';
import { problemOf } from './upload/delivery-problem.ts';
import { PutError } from '../api/put-object.ts';

const EVENTS: RecorderEvent[] = [
  'arm',
  'armed',
  'started',
  'pause',
  'resume',
  'rewind',
  'rewound',
  'restart',
  'stop',
  'finished',
  'discard',
  'undo',
  'expire',
  'fail',
  'recover',
  'reset',
];
const run = (events: RecorderEvent[]) => events.reduce<RecorderPhase>(nextPhase, 'idle');
const anyOrder = fc.array(fc.constantFrom(...EVENTS), { maxLength: 60 });

describe('capture', () => {
  it('goes the main way, with a pause', () => {
    expect(run(['arm', 'armed', 'started', 'pause', 'resume', 'stop', 'finished'])).toBe('done');
  });

  it('takes a second click for none', () => {
    expect(run(['arm', 'armed', 'started', 'stop', 'stop', 'discard', 'pause'])).toBe('finishing');
  });

  it('does not resume while it still goes back', () => {
    expect(run(['arm', 'armed', 'started', 'rewind', 'resume', 'rewind'])).toBe('rewinding');
    expect(run(['arm', 'armed', 'started', 'rewind', 'rewound', 'resume'])).toBe('recording');
    expect(run(['arm', 'armed', 'started', 'rewind', 'stop', 'rewound', 'finished'])).toBe('done');
  });

  it('keeps what was thrown away until it expires', () => {
    expect(run(['arm', 'armed', 'started', 'discard', 'undo', 'finished'])).toBe('done');
    expect(run(['arm', 'armed', 'started', 'discard', 'expire', 'undo'])).toBe('idle');
  });

  it('saves what there is after a failure', () => {
    expect(run(['arm', 'armed', 'started', 'fail', 'recover', 'finished'])).toBe('done');
  });

  it('in any order of events never captures after an end without a new arm', () => {
    fc.assert(
      fc.property(anyOrder, (events) => {
        let phase: RecorderPhase = 'idle';
        let mayCapture = false;
        for (const event of events) {
          const before = phase;
          phase = nextPhase(phase, event);
          if (event === 'arm' && before === 'idle') mayCapture = true;
          if (!isCapturing(phase)) mayCapture = false;
          expect(isCapturing(phase) && !mayCapture).toBe(false);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('never loses what was recorded: from recording, idle is reached only through done, an expired discard, or a reset after a failure', () => {
    fc.assert(
      fc.property(anyOrder, (events) => {
        let phase: RecorderPhase = 'idle';
        let hasRecorded = false;
        for (const event of events) {
          const before = phase;
          phase = nextPhase(phase, event);
          if (phase === 'recording') hasRecorded = true;
          const isAllowed =
            (before === 'done' && event === 'reset') ||
            (before === 'failed' && event === 'reset') ||
            (before === 'discarded' && event === 'expire') ||
            (before === 'countdown' && event === 'discard');
          const isLost = phase === 'idle' && before !== 'idle' && hasRecorded && !isAllowed;
          expect(isLost).toBe(false);
          if (phase === 'idle') hasRecorded = false;
        }
      }),
      { numRuns: 500 },
    );
  });

  it('can be left from everywhere', () => {
    const wayOut: RecorderEvent[] = ['discard', 'expire', 'finished', 'fail', 'reset'];
    fc.assert(
      fc.property(anyOrder, (events) => {
        expect(wayOut.reduce(nextPhase, run(events))).toBe('idle');
      }),
    );
  });

  it('says beforehand whether something can happen', () => {
    fc.assert(
      fc.property(anyOrder, fc.constantFrom(...EVENTS), (events, event) => {
        const phase = run(events);
        expect(canHappen(phase, event)).toBe(nextPhase(phase, event) !== phase);
      }),
    );
  });
});

describe('delivery', () => {
  const upload = {
    pendingBytes: 5,
    confirmedBytes: 0,
    bytesPerSecond: null,
    problem: null,
    link: null,
    isComplete: false,
    missingCount: 0,
    isDead: false,
  };

  it('is what the upload reports', () => {
    expect(deliveryPhase(null)).toBe('none');
    expect(deliveryPhase(upload)).toBe('sending');
    expect(deliveryPhase({ ...upload, problem: problemOf(new PutError(0), true) })).toBe('offline');
    expect(deliveryPhase({ ...upload, problem: { kind: 'signedOut', message: 'Sign in again.' } })).toBe(
      'signedOut',
    );
    expect(deliveryPhase({ ...upload, isComplete: true })).toBe('safe');
    expect(deliveryPhase({ ...upload, isDead: true })).toBe('gone');
  });
});
