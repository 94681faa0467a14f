import { execa } from 'execa';
import { servePage, type ServedPage } from './serve-page.ts';

export const FLASH_TITLE = 'flash-and-beep';
const PERIOD_S = 1;

/** A page that turns white and beeps (1 kHz) for 100 ms at every whole second, both by one clock. */
const PAGE = `<!doctype html><title>${FLASH_TITLE}</title><style>html,body{margin:0;height:100%;background:#000}</style>
<canvas id=c width=64 height=36 style="width:100vw;height:100vh"></canvas><script>
const context = new AudioContext(), g = document.getElementById('c').getContext('2d');
const gain = new GainNode(context, { gain: 0 });
const tone = new OscillatorNode(context, { frequency: 1000 });
tone.start();
tone.connect(gain).connect(context.destination);
let next = 1, n = 0;
function schedule() {
  const now = context.currentTime;
  while (next < now + 0.5) { gain.gain.setValueAtTime(0.5, next); gain.gain.setValueAtTime(0, next + 0.1); next += ${PERIOD_S}; }
}
function draw() {
  schedule();
  const { contextTime = 0, performanceTime = 0 } = context.getOutputTimestamp();
  const heard = contextTime + (performance.now() - performanceTime) / 1000;
  const isOn = heard >= 1 && heard % ${PERIOD_S} < 0.1;
  g.fillStyle = isOn ? '#fff' : '#000'; g.fillRect(0, 0, 64, 36);
  g.fillStyle = n++ % 2 ? '#333' : '#000'; g.fillRect(0, 0, 2, 2);
  requestAnimationFrame(draw);
}
context.resume().then(() => draw());
document.addEventListener('click', () => context.resume());
</script>`;

export function serveFlashAndBeep(): Promise<ServedPage> {
  return servePage(PAGE);
}

export interface SyncMeasure {
  /** Of each pair: when the beep began (s), and how much later than the flash (ms). */
  pairs: { atSeconds: number; offsetMs: number }[];
  medianMs: number;
  worstMs: number;
}

/** How far sound lags behind the picture in a file with flashes and beeps. */
export async function measureSync(file: string): Promise<SyncMeasure> {
  const [flashes, beeps] = await Promise.all([flashesOf(file), beepsOf(file)]);
  const pairs = beeps.flatMap((beep) => {
    const nearest = flashes.reduce(
      (best, flash) => (Math.abs(flash - beep) < Math.abs(best - beep) ? flash : best),
      Number.POSITIVE_INFINITY,
    );
    return Math.abs(nearest - beep) < 0.45 ? [{ atSeconds: beep, offsetMs: (beep - nearest) * 1000 }] : [];
  });
  const sorted = pairs.map(({ offsetMs }) => offsetMs).toSorted((a, b) => a - b);
  return {
    pairs,
    medianMs: sorted[Math.floor(sorted.length / 2)] ?? Number.NaN,
    worstMs: Math.max(...sorted.map(Math.abs)),
  };
}

/** Starts of bright stretches, in seconds. */
async function flashesOf(file: string): Promise<number[]> {
  const { stdout } = await execa('ffprobe', [
    ...['-v', 'error', '-f', 'lavfi', '-i', `movie=${file},signalstats`],
    ...['-show_entries', 'frame=pts_time:frame_tags=lavfi.signalstats.YAVG', '-of', 'csv=p=0'],
  ]);
  const frames = stdout
    .trim()
    .split('\n')
    .map((line) => line.split(',').map(Number))
    .map(([at = 0, luma = 0]) => ({ at, isBright: luma > 120 }));
  return frames.filter((frame, i) => frame.isBright && frames[i - 1]?.isBright === false).map(({ at }) => at);
}

/** Starts of loud stretches, in seconds, by the true times of the sound's packets. */
async function beepsOf(file: string): Promise<number[]> {
  const rate = 8000;
  const { stdout } = await execa(
    'ffmpeg',
    [
      '-v',
      'error',
      '-i',
      file,
      '-af',
      'aresample=async=1:first_pts=0',
      '-ac',
      '1',
      '-ar',
      String(rate),
      '-f',
      's16le',
      '-',
    ],
    { encoding: 'buffer', maxBuffer: 1024 ** 3 },
  );
  const samples = new Int16Array(stdout.buffer, stdout.byteOffset, Math.floor(stdout.byteLength / 2));
  const beeps: number[] = [];
  let quietSince = 0;
  for (const [i, sample] of samples.entries()) {
    if (Math.abs(sample) < 3000) continue;
    // A beep is loud throughout; 50 ms of quiet end it.
    if (i - quietSince > rate / 20) beeps.push(i / rate);
    quietSince = i;
  }
  return beeps;
}
