import type { Rational, VideoStream } from './probe-media.ts';

/** The picture as a person sees it: rotation and pixel aspect applied; even, as H.264 4:2:0 needs. */
export function displaySize(video: VideoStream): { width: number; height: number } {
  const width = video.width * video.pixelAspect;
  const isTurned = video.rotation === 90 || video.rotation === 270;
  return isTurned
    ? { width: even(video.height), height: even(width) }
    : { width: even(width), height: even(video.height) };
}

const STANDARD_RATES: Rational[] = [
  { numerator: 24_000, denominator: 1001 },
  { numerator: 24, denominator: 1 },
  { numerator: 25, denominator: 1 },
  { numerator: 30_000, denominator: 1001 },
  { numerator: 30, denominator: 1 },
  { numerator: 50, denominator: 1 },
  { numerator: 60_000, denominator: 1001 },
  { numerator: 60, denominator: 1 },
];

/** The constant rate of the renditions: the source's own where it has one of 1–60, otherwise the nearest standard one. */
export function constantFrameRate(video: VideoStream): Rational {
  const { frameRate, averageFrameRate } = video;
  const claimed = frameRate ? value(frameRate) : 0;
  const average = averageFrameRate ? value(averageFrameRate) : 0;
  const isConstant = frameRate !== null && average > 0 && Math.abs(claimed - average) / claimed < 0.01;
  const nominal = isConstant || average === 0 ? claimed : average;
  const standard = nearest(nominal);
  if (frameRate && isConstant && claimed >= 1 && claimed <= 60) {
    return Math.abs(value(standard) - claimed) / claimed < 0.0005 ? standard : frameRate;
  }
  return standard;
}

function nearest(rate: number): Rational {
  const wanted = rate >= 1 && rate <= 240 ? rate : 30;
  const byDistance = STANDARD_RATES.toSorted(
    (a, b) => Math.abs(value(a) - wanted) - Math.abs(value(b) - wanted),
  );
  return byDistance[0] ?? { numerator: 30, denominator: 1 };
}

function value(rate: Rational): number {
  return rate.numerator / rate.denominator;
}

function even(length: number): number {
  return Math.max(2, Math.round(length / 2) * 2);
}
