import { useQuery } from '@tanstack/react-query';
import { UserPlus } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type { VideoSlug } from '#shared/ids.ts';
import { Button } from '../../ui/button.tsx';
import { ledgerOptions } from './ledger.ts';

const AskDialog = lazy(() => import('./ask-dialog.tsx').then((module) => ({ default: module.AskDialog })));

/** Asks people about a video; nothing for whom that is not theirs to ask. */
export function AskButton({ slug, look }: { slug: VideoSlug; look: 'primary' | 'secondary' }) {
  const { data } = useQuery(ledgerOptions(slug));
  const [isAsking, setAsking] = useState(false);
  if (!data?.canAsk) return null;
  const isAdding = data.entries.length > 0;
  return (
    <>
      <Button look={look} onClick={() => setAsking(true)}>
        <UserPlus className="size-4" /> {isAdding ? 'Add people' : 'Ask for an acknowledgement'}
      </Button>
      {isAsking && (
        <Suspense>
          <AskDialog
            slug={slug}
            asked={new Set(data.entries.map((entry) => entry.recipient.id))}
            defaultDue={data.defaultDue}
            isAdding={isAdding}
            onClose={() => setAsking(false)}
          />
        </Suspense>
      )}
    </>
  );
}
