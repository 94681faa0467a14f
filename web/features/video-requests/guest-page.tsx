import { queryOptions, useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import type { AskedGuest } from '#shared/video-requests.ts';
import { errorText, isCode } from '../../api/api-error.ts';
import { api, queries, queryClient } from '../../api/client.ts';
import { answerFor } from '../../api/share-link.ts';
import { Button, Spinner } from '../../ui/button.tsx';
import { FormError, TextField } from '../../ui/field.tsx';
import { useTitle } from '../../ui/use-title.ts';
import { AuthFrame } from '../auth/auth-frame.tsx';
import { useForm } from '../auth/use-form.ts';

// The recorder is loaded while who was asked writes their name.
const loadRequest = () => import('./guest-request.tsx');
const GuestRequest = lazy(() => loadRequest().then((m) => ({ default: m.GuestRequest })));

interface Preview {
  from: string;
  workspaceName: string;
  title: string;
}
type Coming = { preview: Preview } | { asked: AskedGuest };

/** `/r/$token`: somebody without an account is asked for a video. */
export function GuestPage() {
  const { token } = useParams({ from: '/r/$token' });
  const options = comingOptions(token);
  const { data, error, refetch } = useQuery(options);
  if (error)
    return (
      <AuthFrame title={isCode(error, 'gone') ? 'This link is over' : 'That didn’t work'}>
        <p role="alert" className="text-ui text-dim">
          {errorText(error).message}
        </p>
        <Button className="mt-5" onClick={() => void refetch()}>
          Try again
        </Button>
      </AuthFrame>
    );
  if (data && 'asked' in data)
    return (
      <Suspense fallback={<Waiting />}>
        <GuestRequest first={data.asked} />
      </Suspense>
    );
  if (!data) return <Waiting />;
  const onIn = (asked: AskedGuest) =>
    queryClient.setQueryData(options.queryKey, (): Coming => ({ asked: begin(asked) }));
  return <Welcome token={token} preview={data.preview} onIn={onIn} />;
}

/** What a visitor is told before they come in; whom the link knows already is in at once. */
function comingOptions(token: string) {
  return queryOptions({
    queryKey: ['requested', token],
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    async queryFn(): Promise<Coming> {
      const preview = await api.videoRequests.preview({ token });
      if (!preview.guest) return { preview };
      return { asked: begin(await api.videoRequests.open({ token })) };
    },
  });
}

/** From now on this page is that of the guest. */
function begin(asked: AskedGuest): AskedGuest {
  answerFor(asked.id);
  queryClient.setQueryData(queries.videoRequests.asked.queryKey(), asked);
  return asked;
}

function Waiting() {
  return (
    <main className="flex min-h-dvh items-center justify-center">
      <Spinner className="size-8" />
    </main>
  );
}

function Welcome({
  token,
  preview,
  onIn,
}: {
  token: string;
  preview: Preview;
  onIn: (asked: AskedGuest) => void;
}) {
  const { from, workspaceName, title } = preview;
  useTitle(title);
  const form = useForm(async ({ name = '', email = '' }) => {
    onIn(await api.videoRequests.open({ token, name, email: email.trim() || null }));
  });
  return (
    <AuthFrame
      title={title}
      lead={`${from} of ${workspaceName} asks you to record a short video. You need no account, and can look at it before you send it.`}
    >
      <form
        className="space-y-4"
        onSubmit={(event) => void form.onSubmit(event)}
        onFocus={() => void loadRequest()}
      >
        <TextField
          label="Your name"
          name="name"
          autoComplete="name"
          required
          maxLength={80}
          hint={`${from} sees it with your video.`}
        />
        <TextField label="Your e-mail (optional)" name="email" type="email" autoComplete="email" />
        <FormError>{form.error}</FormError>
        <Button look="primary" size="large" type="submit" isBusy={form.isBusy} className="w-full">
          Begin
        </Button>
      </form>
    </AuthFrame>
  );
}
