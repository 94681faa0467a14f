import { ErrorState, Skeleton } from '../../ui/states.tsx';
import { DigestPart } from './digest-part.tsx';
import { EmailPart } from './email-part.tsx';
import { PushPart } from './push-part.tsx';
import { useMyChannels } from './use-channels.ts';

/** By which ways things reach me outside of the app. */
export function ChannelsSection() {
  const mine = useMyChannels();
  if (mine.error) return <ErrorState error={mine.error} onRetry={() => void mine.refetch()} />;
  if (!mine.data)
    return (
      <div className="space-y-4" aria-label="Loading" role="status">
        <Skeleton className="h-24" />
        <Skeleton className="h-56 max-w-2xl" />
      </div>
    );
  return (
    <>
      <PushPart channels={mine.data} />
      <EmailPart channels={mine.data} />
      <DigestPart channels={mine.data} />
    </>
  );
}
