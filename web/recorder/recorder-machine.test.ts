import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isCapturing, nextPhase, type RecorderEvent, type RecorderPhase } from './recorder-machine.ts';

const EVENTS: RecorderEvent[] = [
  'arm',
  'armed',
  'started',
  'pause',
  'resume',
  'stop',
  'finished',
  'discard',
  'fail',
  'reset',
];
const run = (events: RecorderEvent[]) => events.reduce<RecorderPhase>(nextPhase, 'idle');

it('goes the main way, with a pause', () => {
  expect(run(['arm', 'armed', 'started', 'pause', 'resume', 'stop', 'finished'])).toBe('done');
});

it('takes a second click for none', () => {
  expect(run(['arm', 'armed', 'started', 'stop', 'stop', 'discard', 'pause'])).toBe('finishing');
});

it('in any order of events never captures after a stop without a new arm, and can always be left', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...EVENTS), { maxLength: 40 }), (events) => {
      let phase: RecorderPhase = 'idle';
      let mayCapture = false;
      for (const event of events) {
        const before = phase;
        phase = nextPhase(phase, event);
        if (event === 'arm' && before === 'idle') mayCapture = true;
        if (phase === 'finishing' || phase === 'idle' || phase === 'failed') mayCapture = false;
        expect(isCapturing(phase) && !mayCapture).toBe(false);
      }
      const wayOut: RecorderEvent[] = ['discard', 'finished', 'fail', 'reset'];
      expect(wayOut.reduce(nextPhase, phase)).toBe('idle');
    }),
  );
});
