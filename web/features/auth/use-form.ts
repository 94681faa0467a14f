import { useState, type FormEvent } from 'react';
import { errorText } from '../../api/api-error.ts';

/** Sends a form's fields as text; keeps what was typed and says what was wrong. */
export function useForm(send: (fields: Record<string, string>) => Promise<unknown>) {
  const [error, setError] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  async function onSubmit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    setBusy(true);
    setError(null);
    const fields = Object.fromEntries(
      [...new FormData(event.currentTarget)].map(([name, value]) => [
        name,
        typeof value === 'string' ? value : '',
      ]),
    );
    try {
      await send(fields);
    } catch (problem) {
      setError(errorText(problem).message);
    } finally {
      setBusy(false);
    }
  }
  return { error, isBusy, onSubmit };
}
