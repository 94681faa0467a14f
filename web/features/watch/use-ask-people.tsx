import { useQuery } from '@tanstack/react-query';
import { UserPlus } from 'lucide-react';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import type { VideoSlug } from '#shared/ids.ts';
import { Button } from '../../ui/button.tsx';
import { ledgerOptions } from './ledger.ts';

const AskDialog = lazy(() => import('./ask-dialog.tsx').then((module) => ({ default: module.AskDialog })));

/**
 * Asking people about a video: a button, nothing for whom that is not theirs to ask, and the dialog, to be put where it stays while
 * what is around the button changes with the first ask.
 */
export function useAskPeople(slug: VideoSlug): {
  button: (look: 'primary' | 'secondary') => ReactNode;
  dialog: ReactNode;
} {
  const { data } = useQuery(ledgerOptions(slug));
  const [isAsking, setAsking] = useState(false);
  if (!data?.canAsk) return { button: () => null, dialog: null };
  const isAdding = data.entries.length > 0;
  return {
    button: (look) => (
      <Button look={look} onClick={() => setAsking(true)}>
        <UserPlus className="size-4" /> {isAdding ? 'Add people' : 'Ask for an acknowledgement'}
      </Button>
    ),
    dialog: isAsking && (
      <Suspense>
        <AskDialog
          slug={slug}
          asked={new Set(data.entries.map((entry) => entry.recipient.id))}
          defaultDue={data.defaultDue}
          isAdding={isAdding}
          onClose={() => setAsking(false)}
        />
      </Suspense>
    ),
  };
}
