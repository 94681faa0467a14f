import { describe, expect, it } from 'vitest';
import { phaseAfter } from './player-store.ts';

const element = { paused: false, ended: false, readyState: 4 };

describe('phaseAfter', () => {
  it('plays only once the element says so', () => {
    expect(phaseAfter('play', 'paused', element)).toBe('waiting');
    expect(phaseAfter('playing', 'waiting', element)).toBe('playing');
  });

  it('waits, pauses, ends and empties as the element does', () => {
    expect(phaseAfter('waiting', 'playing', element)).toBe('waiting');
    expect(phaseAfter('pause', 'playing', { ...element, paused: true })).toBe('paused');
    expect(phaseAfter('ended', 'playing', { ...element, ended: true, paused: true })).toBe('ended');
    expect(phaseAfter('emptied', 'playing', { ...element, readyState: 0 })).toBe('idle');
  });

  it('goes on playing through events that say nothing about it', () => {
    expect(phaseAfter('volumechange', 'playing', element)).toBe('playing');
  });
});
