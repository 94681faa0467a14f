import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { VideoSlug } from '#shared/ids.ts';
import type { ShareLink } from '#shared/share-links.ts';
import { errorText } from '../../api/api-error.ts';
import { api, queries, queryClient } from '../../api/client.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Badge, ErrorState, Skeleton } from '../../ui/states.tsx';
import { shortTime, TimeAgo } from '../../ui/time.tsx';
import { showToast } from '../../ui/toast.tsx';
import { GuestList } from './guest-list.tsx';
import { LinkForm } from './link-form.tsx';

const refresh = () => void queryClient.invalidateQueries({ queryKey: queries.shareLinks.key() });

/** The links of a video for people without an account: make, watch over, and end them. */
export function ShareDialog({ slug, onClose }: { slug: VideoSlug; onClose: () => void }) {
  const { data, error, refetch } = useQuery(queries.shareLinks.list.queryOptions({ input: { slug } }));
  const [made, setMade] = useState<{ label: string; url: string } | null>(null);
  const [isMaking, setMaking] = useState(false);
  const isEmpty = data?.length === 0;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Share with guests"
      description="For people without an account. They see this video and nothing else."
    >
      {made && (
        <div className="mb-4 rounded-xl bg-accent-soft p-3.5" role="status">
          <p className="text-ui font-medium">The link “{made.label}”. It is shown this once.</p>
          <p className="my-2 rounded-lg bg-raised px-2.5 py-1.5 font-mono text-xs break-all">{made.url}</p>
          <CopyButton text={made.url} look="primary" />
        </div>
      )}
      {error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <Skeleton className="h-24" />
      ) : (
        <ul className="divide-y divide-line">
          {data.map((link) => (
            <LinkItem key={link.id} slug={slug} link={link} />
          ))}
        </ul>
      )}
      {data && (isMaking || isEmpty) && !(isEmpty && made) ? (
        <LinkForm
          slug={slug}
          onCancel={isEmpty ? onClose : () => setMaking(false)}
          onDone={(label, url) => {
            if (url !== null) setMade({ label, url });
            setMaking(false);
            refresh();
          }}
        />
      ) : (
        <Button className="mt-3" onClick={() => setMaking(true)}>
          New link
        </Button>
      )}
    </Dialog>
  );
}

function LinkItem({ slug, link }: { slug: VideoSlug; link: ShareLink }) {
  const [isChanging, setChanging] = useState(false);
  const [isOpen, setOpen] = useState(false);
  const { allows } = link;
  const gives = [
    'Watch',
    allows.canComment && 'comment',
    allows.canApprove && 'approve',
    allows.canDownload && 'download',
    allows.canSeeTranscript && 'transcript',
  ].filter(Boolean);
  async function revoke(): Promise<void> {
    try {
      await api.shareLinks.revoke({ id: link.id });
      showToast(`“${link.label}” is over. Whoever had it open sees so within a minute.`);
    } catch (problem) {
      showToast(errorText(problem).message, { isError: true });
    }
    refresh();
  }
  return (
    <li className="py-3">
      <div className="flex flex-wrap items-center gap-2">
        <span className="min-w-0 flex-1 truncate text-ui font-semibold">{link.label}</span>
        {link.state === 'open' ? (
          <Badge tone="good">Open</Badge>
        ) : (
          <Badge>{link.state === 'expired' ? 'Expired' : 'Ended'}</Badge>
        )}
        {link.state !== 'revoked' && (
          <>
            <Button size="small" aria-expanded={isChanging} onClick={() => setChanging(!isChanging)}>
              Change
            </Button>
            <Button size="small" look="danger" onClick={() => void revoke()}>
              End it
            </Button>
          </>
        )}
      </div>
      <p className="mt-1 text-[0.8125rem] text-dim">
        {gives.join(', ')}
        {link.hasPassword && ' · password'}
        {link.requiresEmailCode && ' · code by e-mail'}
        {link.allowedDomains.length > 0 && ` · only ${link.allowedDomains.join(', ')}`}
        {allows.hasWatermark && ' · watermark'}
        {link.expiresAt && ` · until ${shortTime(link.expiresAt)}`}
      </p>
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
        className="numbers mt-1 rounded text-[0.8125rem] text-accent-text hover:underline coarse:min-h-9"
      >
        {link.guestCount === 1 ? '1 guest' : `${link.guestCount} guests`}
        {link.lastUsedAt && (
          <>
            {' '}
            · used <TimeAgo at={link.lastUsedAt} />
          </>
        )}
      </button>
      {isOpen && <GuestList linkId={link.id} />}
      {isChanging && (
        <LinkForm
          slug={slug}
          link={link}
          onCancel={() => setChanging(false)}
          onDone={(label) => {
            setChanging(false);
            showToast(`“${label}” is changed, for those who came before too.`);
            refresh();
          }}
        />
      )}
    </li>
  );
}
