import { useState } from 'react';
import { errorText } from '../../api/api-error.ts';

/** Does something slow, once at a time, and says why it could not. */
export function useSlow(): {
  isBusy: boolean;
  error: string | null;
  run: (work: () => Promise<unknown>) => void;
} {
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  function run(work: () => Promise<unknown>): void {
    setBusy(true);
    setError(null);
    work()
      .catch((problem: unknown) => setError(errorText(problem).message))
      .finally(() => setBusy(false));
  }
  return { isBusy, error, run };
}
