import { describe, expect, it } from 'vitest';
import type { PlayState } from '#shared/together.ts';
import { isNews } from './lead-player.ts';

const state = (more: Partial<PlayState> = {}): PlayState => ({
  isPlaying: true,
  positionMs: 5000,
  rate: 1,
  atMs: 100_000,
  ...more,
});

describe('what the others have to be told', () => {
  it('is a first state, a pause, another rate', () => {
    expect(isNews(null, state())).toBe(true);
    expect(isNews(state(), state({ isPlaying: false }))).toBe(true);
    expect(isNews(state(), state({ rate: 1.5 }))).toBe(true);
  });

  it('is not what they reckon themselves', () => {
    expect(isNews(state(), state({ atMs: 101_000, positionMs: 6010 }))).toBe(false);
    expect(isNews(state({ rate: 2 }), state({ rate: 2, atMs: 101_000, positionMs: 7000 }))).toBe(false);
    expect(isNews(state({ isPlaying: false }), state({ isPlaying: false, atMs: 190_000 }))).toBe(false);
  });

  it('is a jump, another frame of a picture that stands, and after two seconds all of it', () => {
    expect(isNews(state(), state({ atMs: 101_000, positionMs: 6100 }))).toBe(true);
    expect(isNews(state({ isPlaying: false }), state({ isPlaying: false, positionMs: 5033 }))).toBe(true);
    expect(isNews(state(), state({ atMs: 102_000, positionMs: 7000 }))).toBe(true);
  });
});
