import { lazy, Suspense } from 'react';
import type { VideoSlug } from '#shared/ids.ts';
import type { ShareAllows } from '#shared/share-links.ts';
import type { Changes } from '../versions/use-changes.ts';
import { AcknowledgeBar } from './acknowledge-bar.tsx';

const GuestAnswer = lazy(() => import('./guest-answer.tsx').then((m) => ({ default: m.GuestAnswer })));

/** Where whoever watches answers: a member what they are asked, a guest also what they think of it. */
export function YourAnswer(props: {
  slug: VideoSlug;
  /** Of the very version that is seen. */
  exact: VideoSlug;
  /** What the guest’s link allows; null for members. */
  guest: ShareAllows | null;
  changes: Changes;
}) {
  const { slug, exact, guest, changes } = props;
  if (guest === null)
    return (
      <AcknowledgeBar
        slug={slug}
        exact={exact}
        onPlayChanges={changes.parts.length > 0 ? changes.play : null}
      />
    );
  return <Suspense>{guest.canApprove && <GuestAnswer slug={slug} />}</Suspense>;
}
