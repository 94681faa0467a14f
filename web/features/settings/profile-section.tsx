import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { auth } from '../../api/auth.ts';
import { errorText } from '../../api/api-error.ts';
import { api, queries, queryClient } from '../../api/client.ts';
import { Button } from '../../ui/button.tsx';
import { FormError, TextField } from '../../ui/field.tsx';
import { Badge, ErrorState, Skeleton } from '../../ui/states.tsx';
import { TimeAgo } from '../../ui/time.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useForm } from '../auth/use-form.ts';
import { signOut } from '../shell/app-shell.tsx';
import { toggleTheme, useTheme } from '../shell/theme.ts';
import { listClass, rowClass, Section } from './section.tsx';

export function ProfileSection() {
  const me = useQuery(queries.accounts.me.queryOptions());
  const theme = useTheme();
  const name = useForm(async (fields) => {
    queryClient.setQueryData(
      queries.accounts.me.queryKey(),
      await api.accounts.updateMe({ name: fields['name'] ?? '' }),
    );
    showToast('Saved');
  });
  return (
    <>
      <Section title="Profile">
        <form className="flex max-w-md items-end gap-2" onSubmit={(event) => void name.onSubmit(event)}>
          <TextField
            label="Your name"
            name="name"
            defaultValue={me.data?.user.name}
            required
            maxLength={80}
            className="flex-1"
          />
          <Button type="submit" className="h-10" isBusy={name.isBusy}>
            Save
          </Button>
        </form>
        <FormError>{name.error}</FormError>
        <p className="mt-3 text-ui text-dim">You sign in as {me.data?.user.email}.</p>
        <div className="mt-4 flex gap-2">
          <Button onClick={toggleTheme}>
            {theme === 'dark' ? 'Use the light theme' : 'Use the dark theme'}
          </Button>
          <Button onClick={() => void signOut()}>Sign out</Button>
        </div>
      </Section>
      <PasswordSection />
      <SessionsSection />
    </>
  );
}

function PasswordSection() {
  const [round, setRound] = useState(0);
  const form = useForm(async ({ current = '', next = '' }) => {
    await auth.changePassword(current, next);
    setRound((n) => n + 1);
    showToast('Password changed. Your other sessions were ended.');
  });
  return (
    <Section title="Password" text="Changing it ends your other sessions.">
      <form key={round} className="max-w-md space-y-4" onSubmit={(event) => void form.onSubmit(event)}>
        <TextField
          label="Current password"
          name="current"
          type="password"
          autoComplete="current-password"
          required
        />
        <TextField
          label="New password"
          name="next"
          type="password"
          autoComplete="new-password"
          required
          minLength={10}
          hint="At least 10 characters."
        />
        <FormError>{form.error}</FormError>
        <Button type="submit" isBusy={form.isBusy}>
          Change the password
        </Button>
      </form>
    </Section>
  );
}

function SessionsSection() {
  const sessions = useQuery({ queryKey: ['sessions'], queryFn: () => auth.sessions() });
  const current = useQuery({ queryKey: ['session'], queryFn: () => auth.currentSession() });
  const revoke = (work: () => Promise<unknown>) =>
    void work().then(
      () => sessions.refetch(),
      (error: unknown) => showToast(errorText(error).message, { isError: true }),
    );
  if (sessions.error) return <ErrorState error={sessions.error} onRetry={() => void sessions.refetch()} />;
  return (
    <Section title="Where you are signed in">
      <ul className={listClass}>
        {!sessions.data && <Skeleton className="m-3 h-8" />}
        {sessions.data?.map((session) => (
          <li key={session.id} className={rowClass}>
            <div className="min-w-0 flex-1">
              <p className="truncate font-medium">{browserName(session.userAgent)}</p>
              <p className="text-[0.8125rem] text-dim">
                {session.ipAddress || 'unknown address'} · signed in <TimeAgo at={session.createdAt} />
              </p>
            </div>
            {session.token === current.data?.session.token ? (
              <Badge tone="good">This one</Badge>
            ) : (
              <Button size="small" onClick={() => revoke(() => auth.revokeSession(session.token))}>
                End
              </Button>
            )}
          </li>
        ))}
      </ul>
      {(sessions.data?.length ?? 0) > 1 && (
        <Button className="mt-3" look="danger" onClick={() => revoke(() => auth.revokeOtherSessions())}>
          End all others
        </Button>
      )}
    </Section>
  );
}

function browserName(userAgent: string | null): string {
  const browser =
    /(Firefox|Edg|Chrome|Safari)\//.exec(userAgent ?? '')?.[1]?.replace('Edg', 'Edge') ?? 'Unknown browser';
  const system = /(Windows|Mac OS X|Android|iPhone|iPad|Linux)/
    .exec(userAgent ?? '')?.[1]
    ?.replace('Mac OS X', 'macOS');
  return system ? `${browser} on ${system}` : browser;
}
