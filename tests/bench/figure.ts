/** One line of `bin/bench`. */
export interface Figure {
  name: string;
  value: number;
  unit: string;
  /** The same in the same run without us, where there is one. */
  baseline: number | null;
  /** value ÷ baseline. */
  ratio: number | null;
  goal: string;
  ok: boolean;
}

export type Bench = () => AsyncIterable<Figure>;

const round = (value: number) => Math.round(value * 1000) / 1000;

/** A figure against a baseline; `bound` is the largest ratio that is good, or the least one with `at least`. */
export function ratioFigure(
  name: string,
  value: number,
  baseline: number,
  unit: string,
  bound: number,
  sense: 'at most' | 'at least' = 'at most',
): Figure {
  const ratio = value / baseline;
  return {
    name,
    value: round(value),
    unit,
    baseline: round(baseline),
    ratio: round(ratio),
    goal: `ratio ${sense === 'at most' ? '≤' : '≥'} ${bound}`,
    ok: sense === 'at most' ? ratio <= bound : ratio >= bound,
  };
}

/** A figure with a bound of its own, such as memory. */
export function boundFigure(name: string, value: number, unit: string, most: number): Figure {
  return {
    name,
    value: round(value),
    unit,
    baseline: null,
    ratio: null,
    goal: `≤ ${most} ${unit}`,
    ok: value <= most,
  };
}

export function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
