import { describe, expect, it } from 'vitest';
import { chooseSource } from './choose-source.ts';

const renditions = { kind: 'renditions', playlistUrl: '/m' } as const;
const original = { kind: 'original', url: '/o', contentType: 'video/webm' } as const;
const able = { canPlayHls: true, canPlayType: () => 'maybe' };

describe('chooseSource', () => {
  it('takes the first that can be played', () => {
    expect(chooseSource([renditions, original], able, new Set())).toBe(renditions);
    expect(chooseSource([renditions, original], { ...able, canPlayHls: false }, new Set())).toBe(original);
    expect(chooseSource([original], { ...able, canPlayType: () => '' }, new Set())).toBeNull();
  });

  it('leaves out what has failed', () => {
    expect(chooseSource([renditions, original], able, new Set(['renditions']))).toBe(original);
  });
});
