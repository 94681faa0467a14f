import { queryOptions, useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useCallback, useEffect, useState } from 'react';
import type { SharePreview, ShareSession } from '#shared/share-links.ts';
import { errorText, isCode } from '../../api/api-error.ts';
import { versionSlug } from '#shared/version-slugs.ts';
import { api, queryClient } from '../../api/client.ts';
import { onLinkEvent, openLiveEvents } from '../../api/events.ts';
import { actUnder } from '../../api/share-link.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Button, Spinner } from '../../ui/button.tsx';
import { FormError, TextField } from '../../ui/field.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useTitle } from '../../ui/use-title.ts';
import { AuthFrame } from '../auth/auth-frame.tsx';
import { useForm } from '../auth/use-form.ts';
import { Logo } from '../shell/logo.tsx';
import { WatchVersions } from '../versions/watch-versions.tsx';

/** `/s/$token`: a video for somebody without an account. Asks for what the link needs, then shows the video. */
export function SharePage() {
  const { token } = useParams({ from: '/s/$token' });
  const options = shareOptions(token);
  const { data, error, refetch } = useQuery(options);
  const again = useCallback(() => void refetch(), [refetch]);

  if (error) {
    return (
      <AuthFrame title={isCode(error, 'gone') ? 'This link is over' : 'That didn’t work'}>
        <p role="alert" className="text-ui text-dim">
          {errorText(error).message}
        </p>
        <Button className="mt-5" onClick={again}>
          Try again
        </Button>
      </AuthFrame>
    );
  }
  if (data?.session) return <GuestView key={data.session.linkId} session={data.session} onChanged={again} />;
  if (data?.preview) {
    const onOpen = (session: ShareSession) => {
      actUnder(session.linkId);
      queryClient.setQueryData(options.queryKey, { preview: null, session });
    };
    return <Entrance token={token} preview={data.preview} onOpen={onOpen} />;
  }
  return (
    <main className="flex min-h-dvh items-center justify-center">
      <Spinner className="size-8" />
    </main>
  );
}

/** What a visitor is asked for; or, for whom the link knows already, the way in. */
function shareOptions(token: string) {
  return queryOptions({
    queryKey: ['share', token],
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    async queryFn(): Promise<{ preview: SharePreview | null; session: ShareSession | null }> {
      const preview = await api.shareLinks.preview({ token });
      if (!preview.guest) return { preview, session: null };
      const session = await api.shareLinks.open({ token });
      actUnder(session.linkId);
      return { preview: null, session };
    },
  });
}

function GuestView({ session, onChanged }: { session: ShareSession; onChanged: () => void }) {
  const { comment, version } = useSearch({ from: '/s/$token' });
  const navigate = useNavigate({ from: '/s/$token' });
  const { guest, slug, allows, workspaceName } = session;
  useEffect(() => openLiveEvents(), []);
  useEffect(() => onLinkEvent(onChanged), [onChanged]);
  return (
    <div className="flex h-dvh flex-col">
      <header className="flex h-14 shrink-0 items-center gap-2.5 border-b border-line bg-surface px-4">
        <Logo />
        <span className="truncate font-semibold tracking-tight">{workspaceName}</span>
        <span className="flex-1" />
        <Avatar name={guest.name} />
        <span className="truncate text-ui text-dim">{guest.name}, as a guest</span>
      </header>
      <main id="main" tabIndex={-1} className="min-h-0 flex-1 overflow-y-auto outline-none">
        <WatchVersions
          key={version ?? 'current'}
          slug={version === undefined ? slug : versionSlug(slug, version)}
          onVersion={(number) => void navigate({ search: number === null ? {} : { version: number } })}
          linkToVersion={(number, id) => `${location.pathname}?version=${number}&comment=${id}`}
          commentId={comment}
          me={guest}
          candidates={[]}
          transcriber={null}
          guest={allows}
        />
      </main>
    </div>
  );
}

/** What the link asks for: a password, a name, an address that a code confirms. */
function Entrance({
  token,
  preview,
  onOpen,
}: {
  token: string;
  preview: SharePreview;
  onOpen: (session: ShareSession) => void;
}) {
  const { needs, title, workspaceName } = preview;
  const [email, setEmail] = useState('');
  const [hasCode, setHasCode] = useState(false);
  useTitle(title ?? 'A video for you');
  const form = useForm(async ({ password, name, code }) => {
    if (needs.code && !hasCode) return sendCode();
    onOpen(
      await api.shareLinks.open({
        token,
        ...(needs.password ? { password } : {}),
        ...(needs.name ? { name } : {}),
        ...(needs.email || needs.code ? { email } : {}),
        ...(needs.code ? { code } : {}),
      }),
    );
  });
  async function sendCode(): Promise<void> {
    await api.shareLinks.requestCode({ token, email });
    setHasCode(true);
    showToast(`A code is on its way to ${email}`);
  }
  return (
    <AuthFrame
      title={title ?? 'A video for you'}
      lead={`${workspaceName} shares a video with you. No account is needed.`}
    >
      <form className="space-y-4" onSubmit={(event) => void form.onSubmit(event)}>
        {needs.password && (
          <TextField label="Password" name="password" type="password" autoComplete="off" required />
        )}
        {needs.name && (
          <TextField
            label="Your name"
            name="name"
            autoComplete="name"
            required
            maxLength={80}
            hint="It stands beside what you say."
          />
        )}
        {(needs.email || needs.code) && (
          <TextField
            label="Your e-mail"
            type="email"
            autoComplete="email"
            required
            value={email}
            onChange={(event) => {
              setEmail(event.target.value);
              setHasCode(false);
            }}
          />
        )}
        {needs.code && hasCode && (
          <TextField
            label="The code of six digits from the mail"
            name="code"
            inputMode="numeric"
            autoComplete="one-time-code"
            required
          />
        )}
        <FormError>{form.error}</FormError>
        <Button look="primary" size="large" type="submit" isBusy={form.isBusy} className="w-full">
          {needs.code && !hasCode ? 'Send me a code' : 'Watch'}
        </Button>
        {needs.code && hasCode && (
          <Button look="quiet" className="w-full" onClick={() => void sendCode()}>
            Send another code
          </Button>
        )}
      </form>
    </AuthFrame>
  );
}
