const STEP_MS = 100;
/** Shorter pauses are part of speech. */
const SHORTEST_MS = 1200;
/** What stays of a silence on either side, so that nothing sounds cut off. */
const MARGIN_MS = 250;
/** Digital silence has no level: −∞. */
const FLOOR_DB = -100;
/** A level at which nothing can be understood, however quiet the microphone. */
const ALWAYS_SILENT_DB = -60;
/** What is this much quieter than speech is none. */
const BELOW_SPEECH_DB = 24;
const ABOVE_NOISE_DB = 6;
/** Where less than this is sound, nobody speaks: it is watched for its picture, and nothing is skipped. */
const LEAST_SOUND = 0.1;

/**
 * Where nobody says anything, from what `loudnessArguments` has measured. How loud speech is, and the noise behind it, differ from one
 * microphone to the next: the limit lies between what is loudest and what is quietest in this recording.
 */
export function findSilences(measured: string): [startMs: number, endMs: number][] {
  const levels = [...measured.matchAll(/RMS_level=(\S+)/g)].map(([, level]) => levelOf(level));
  if (levels.length === 0) return [];
  const sorted = levels.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor((sorted.length - 1) * share)] ?? FLOOR_DB;
  const speech = at(0.95);
  const noise = at(0.05);
  const limit = Math.max(ALWAYS_SILENT_DB, Math.min(speech - BELOW_SPEECH_DB, -30), nearNoise(noise, speech));
  const isSilent = levels.map((level) => level < limit);
  if (isSilent.filter((silent) => !silent).length < levels.length * LEAST_SOUND) return [];
  const silences: [number, number][] = [];
  let from: number | null = null;
  for (let i = 0; i <= isSilent.length; i++) {
    if (isSilent[i]) from ??= i;
    else if (from !== null) {
      const [startMs, endMs] = [from * STEP_MS, i * STEP_MS];
      if (endMs - startMs >= SHORTEST_MS) silences.push(within(startMs, endMs, levels.length * STEP_MS));
      from = null;
    }
  }
  return silences;
}

/** A fan or a street behind a voice is silence too, where the voice is well above it. */
function nearNoise(noise: number, speech: number): number {
  return noise + ABOVE_NOISE_DB <= speech - 12 ? noise + ABOVE_NOISE_DB : FLOOR_DB;
}

/** At the edges of the video nothing is cut off. */
function within(startMs: number, endMs: number, lengthMs: number): [number, number] {
  return [startMs === 0 ? 0 : startMs + MARGIN_MS, endMs === lengthMs ? endMs : endMs - MARGIN_MS];
}

function levelOf(text: string | undefined): number {
  const level = Number(text);
  return Number.isFinite(level) ? Math.max(FLOOR_DB, level) : FLOOR_DB;
}
