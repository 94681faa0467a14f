import { describe, expect, it } from 'vitest';
import { constantFrameRate, displaySize } from './picture.ts';
import type { VideoStream } from './probe-media.ts';
import { renditionLadder } from './rendition-ladder.ts';

const stream: VideoStream = {
  codec: 'h264',
  tag: 'avc1',
  profile: 'High',
  level: 40,
  width: 1920,
  height: 1080,
  pixelAspect: 1,
  rotation: 0,
  frameRate: { numerator: 30, denominator: 1 },
  averageFrameRate: { numerator: 30, denominator: 1 },
  isHdr: false,
};

describe('displaySize', () => {
  it('applies rotation and pixel aspect, and is even', () => {
    expect(displaySize({ ...stream, rotation: 90 })).toEqual({ width: 1080, height: 1920 });
    expect(displaySize({ ...stream, width: 720, height: 576, pixelAspect: 64 / 45 })).toEqual({
      width: 1024,
      height: 576,
    });
    expect(displaySize({ ...stream, width: 161, height: 121 })).toEqual({ width: 162, height: 122 });
  });
});

describe('constantFrameRate', () => {
  const rate = (claimed: [number, number], average: [number, number]) =>
    constantFrameRate({
      ...stream,
      frameRate: { numerator: claimed[0], denominator: claimed[1] },
      averageFrameRate: { numerator: average[0], denominator: average[1] },
    });

  it('keeps a constant rate without loss', () => {
    expect(rate([30_000, 1001], [30_000, 1001])).toEqual({ numerator: 30_000, denominator: 1001 });
    expect(rate([24, 1], [24, 1])).toEqual({ numerator: 24, denominator: 1 });
    expect(rate([15, 1], [15, 1])).toEqual({ numerator: 15, denominator: 1 });
  });

  it('takes the nearest standard rate for a variable one, and at most 60', () => {
    expect(rate([90_000, 1], [2500, 101])).toEqual({ numerator: 25, denominator: 1 });
    expect(rate([120, 1], [120, 1])).toEqual({ numerator: 60, denominator: 1 });
  });
});

it('makes one rung of at most 720 lines of the shorter side, never enlarged', () => {
  expect(renditionLadder({ width: 1920, height: 1080 })).toEqual([
    { name: '720p', width: 1280, height: 720 },
  ]);
  expect(renditionLadder({ width: 1080, height: 1920 })).toEqual([
    { name: '720p', width: 720, height: 1280 },
  ]);
  expect(renditionLadder({ width: 640, height: 360 })).toEqual([{ name: '360p', width: 640, height: 360 }]);
});
