import { useQuery } from '@tanstack/react-query';
import { UserPlus } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type { VideoSlug } from '#shared/ids.ts';
import { api } from '../../api/client.ts';
import { Button } from '../../ui/button.tsx';
import { act, ledgerOptions } from './ledger.ts';

const AskDialog = lazy(() => import('./ask-dialog.tsx').then((module) => ({ default: module.AskDialog })));

/** Asks members to acknowledge a video; nothing for whom that is not theirs to ask. */
export function AskButton({ slug, look }: { slug: VideoSlug; look: 'primary' | 'secondary' }) {
  const { data } = useQuery(ledgerOptions(slug));
  const [isAsking, setAsking] = useState(false);
  if (!data?.canAsk) return null;
  return (
    <>
      <Button look={look} onClick={() => setAsking(true)}>
        <UserPlus className="size-4" /> Ask for an acknowledgement
      </Button>
      {isAsking && (
        <Suspense>
          <AskDialog
            asked={new Set(data.entries.map((entry) => entry.recipient.id))}
            onClose={() => setAsking(false)}
            onAsk={(input) => act(slug, () => api.acknowledgements.ask({ slug, ...input }))}
          />
        </Suspense>
      )}
    </>
  );
}
