import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { FormError, inputClass } from '../../ui/field.tsx';
import { useSlow } from './use-slow.ts';

/** “I can’t”, with a word if there is one to say. */
export function CantAnswer({ onSend }: { onSend: (word: string | null) => Promise<void> }) {
  const [isOpen, setOpen] = useState(false);
  const [word, setWord] = useState('');
  const { isBusy, error, run } = useSlow();
  if (!isOpen)
    return (
      <Button look="quiet" onClick={() => setOpen(true)}>
        I can’t answer this
      </Button>
    );
  return (
    <form
      className="space-y-3"
      onSubmit={(event) => {
        event.preventDefault();
        run(() => onSend(word.trim() || null));
      }}
    >
      <label className="block">
        <span className="mb-1.5 block text-ui font-medium">Why not? (optional)</span>
        <textarea
          // It was asked for this moment.
          autoFocus
          className={`${inputClass} min-h-16 py-2`}
          rows={2}
          maxLength={1000}
          value={word}
          onChange={(event) => setWord(event.target.value)}
        />
      </label>
      <FormError>{error}</FormError>
      <div className="flex flex-wrap gap-2">
        <Button type="submit" isBusy={isBusy}>
          Say that I can’t
        </Button>
        <Button look="quiet" onClick={() => setOpen(false)}>
          Back
        </Button>
      </div>
    </form>
  );
}
