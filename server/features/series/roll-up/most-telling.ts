/** A sentence to choose from. */
export interface Candidate {
  /** Who said it: an index. */
  speaker: number;
  terms: readonly string[];
}

/** How much telling counts against saying something new. */
const LAMBDA = 0.7;
/** Sentences of the same person are as much alike at least: others come to word first. */
const SAME_SPEAKER = 0.5;
/** “Yes.” and “So.” say nothing by themselves, where there is something longer. */
const FEWEST_TERMS = 4;

type Vector = Map<string, number>;

/**
 * The most telling of these sentences, as indices in their order. Centroid-based extraction: a sentence tells as much as its TF-IDF
 * vector is like the mean of all (Radev et al., “Centroid-based summarization of multiple documents”, Information Processing &
 * Management 40, 2004); what is alike what was chosen already is left out by maximal marginal relevance (Carbonell and Goldstein,
 * SIGIR 1998). `most` in all; with `hearsAll` one of each speaker at least, however many they are. The same input, the same choice.
 */
export function mostTelling(
  candidates: readonly Candidate[],
  { most, hearsAll = false }: { most: number; hearsAll?: boolean },
): number[] {
  const vectors = vectorsOf(candidates);
  const centroid = meanOf(vectors);
  const telling = vectors.map((vector, i) => {
    const likeness = cosine(vector, centroid);
    return (candidates[i]?.terms.length ?? 0) < FEWEST_TERMS ? likeness / 4 : likeness;
  });
  const likest = candidates.map(() => 0);
  const chosen = new Set<number>();
  const choose = (index: number) => {
    chosen.add(index);
    const vector = vectors[index];
    const speaker = candidates[index]?.speaker;
    for (const [i, other] of vectors.entries()) {
      const same = candidates[i]?.speaker === speaker ? SAME_SPEAKER : 0;
      likest[i] = Math.max(likest[i] ?? 0, same, vector ? cosine(vector, other) : 0);
    }
  };
  if (hearsAll) {
    const heard = bestOfEach(candidates, telling);
    if (heard.length >= most) return heard.toSorted((a, b) => a - b);
    for (const best of heard) choose(best);
  }
  while (chosen.size < Math.min(most, candidates.length)) {
    let best = -1;
    let bestScore = Number.NEGATIVE_INFINITY;
    for (const [i, tells] of telling.entries()) {
      const score = LAMBDA * tells - (1 - LAMBDA) * (likest[i] ?? 0);
      if (!chosen.has(i) && score > bestScore) [best, bestScore] = [i, score];
    }
    if (best < 0) break;
    choose(best);
  }
  return [...chosen].toSorted((a, b) => a - b);
}

function bestOfEach(candidates: readonly Candidate[], telling: readonly number[]): number[] {
  const best = new Map<number, number>();
  for (const [i, { speaker }] of candidates.entries()) {
    const before = best.get(speaker);
    if (before === undefined || (telling[i] ?? 0) > (telling[before] ?? 0)) best.set(speaker, i);
  }
  return [...best.values()];
}

/** TF-IDF with sentences as documents, each of length one: what nearly every sentence has counts little, in every language. */
function vectorsOf(candidates: readonly Candidate[]): Vector[] {
  const sentencesWith = new Map<string, number>();
  for (const { terms } of candidates)
    for (const term of new Set(terms)) sentencesWith.set(term, (sentencesWith.get(term) ?? 0) + 1);
  return candidates.map(({ terms }) => {
    const vector: Vector = new Map();
    for (const term of terms) vector.set(term, (vector.get(term) ?? 0) + 1);
    for (const [term, count] of vector)
      vector.set(term, count * Math.log(1 + candidates.length / (sentencesWith.get(term) ?? 1)));
    const length = Math.hypot(...vector.values());
    for (const [term, weight] of vector) vector.set(term, weight / length);
    return vector;
  });
}

function meanOf(vectors: readonly Vector[]): Vector {
  const sum: Vector = new Map();
  for (const vector of vectors)
    for (const [term, weight] of vector) sum.set(term, (sum.get(term) ?? 0) + weight);
  let square = 0;
  for (const weight of sum.values()) square += weight * weight;
  const length = Math.sqrt(square);
  for (const [term, weight] of sum) sum.set(term, weight / length);
  return sum;
}

/** Of vectors of length one. */
function cosine(a: Vector, b: Vector): number {
  const [few, many] = a.size < b.size ? [a, b] : [b, a];
  let product = 0;
  for (const [term, weight] of few) product += weight * (many.get(term) ?? 0);
  return product;
}
