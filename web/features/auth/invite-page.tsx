import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { InvitationId } from '#shared/ids.ts';
import { api, queries, queryClient } from '../../api/client.ts';
import { Button, buttonClass, Spinner } from '../../ui/button.tsx';
import { FormError, TextField } from '../../ui/field.tsx';
import { ErrorState } from '../../ui/states.tsx';
import { useTitle } from '../../ui/use-title.ts';
import { AuthFrame } from './auth-frame.tsx';
import { useForm } from './use-form.ts';

const EMPTY = InvitationId.parse('00000000-0000-4000-8000-000000000000');

/** Behind an invitation link: join with a new account, or as who is signed in. */
export function InvitePage() {
  useTitle('Invitation');
  const params = useParams({ from: '/invite/$id' });
  const id = InvitationId.catch(EMPTY).parse(params.id);
  const preview = useQuery(queries.invitations.preview.queryOptions({ input: { id } }));
  const me = useQuery({ ...queries.accounts.me.queryOptions(), retry: false });
  const form = useForm(async ({ name, password }) => {
    await api.invitations.accept({ id, ...(name && password ? { name, password } : {}) });
    queryClient.clear();
    location.assign('/');
  });
  if (preview.error) {
    return (
      <main className="flex min-h-dvh items-center justify-center">
        <ErrorState
          error={preview.error}
          action={
            <Link to="/" className={buttonClass('primary')}>
              To Playhead
            </Link>
          }
        />
      </main>
    );
  }
  if (!preview.data || me.isPending) return <Spinner className="mx-auto mt-40 size-8" />;
  const { email, workspaceName, invitedBy, hasAccount } = preview.data;
  const isMe = me.data?.user.email === email;
  return (
    <AuthFrame
      title={`Join ${workspaceName}`}
      lead={`${invitedBy} invites ${email} to watch, record and discuss video updates.`}
    >
      {hasAccount && !isMe ? (
        <div className="space-y-3">
          <p className="text-ui">There is an account for {email}. Sign in with it to join.</p>
          <Link
            to="/sign-in"
            search={{ next: `/invite/${id}` }}
            className={`${buttonClass('primary', 'large')} w-full`}
          >
            Sign in to join
          </Link>
        </div>
      ) : (
        <form className="space-y-4" onSubmit={(event) => void form.onSubmit(event)}>
          {!isMe && (
            <>
              <TextField
                label="E-mail"
                name="email"
                type="email"
                autoComplete="username"
                value={email}
                readOnly
              />
              <TextField
                label="Your name"
                name="name"
                autoComplete="name"
                required
                maxLength={80}
                autoFocus
              />
              <TextField
                label="Password"
                name="password"
                type="password"
                autoComplete="new-password"
                required
                minLength={10}
                hint="At least 10 characters. A few words are best."
              />
            </>
          )}
          <FormError>{form.error}</FormError>
          <Button type="submit" look="primary" size="large" className="w-full" isBusy={form.isBusy}>
            Join {workspaceName}
          </Button>
        </form>
      )}
    </AuthFrame>
  );
}
