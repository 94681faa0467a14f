import { useState } from 'react';
import { auth } from '../../api/auth.ts';
import { queries, queryClient } from '../../api/client.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FormError, TextField } from '../../ui/field.tsx';
import { useForm } from './use-form.ts';

/** Signing in without leaving the page: what is recorded goes on being recorded, and uploads go on afterwards. Shown for as long as it is needed. */
export function SignInAgain({ onSignedIn }: { onSignedIn: () => void }) {
  const [isPutOff, setPutOff] = useState(false);
  const known = queryClient.getQueryData(queries.accounts.me.queryKey());
  const form = useForm(async ({ email = '', password = '' }) => {
    await auth.signIn(email, password);
    onSignedIn();
    await queryClient.invalidateQueries();
  });
  if (isPutOff)
    return (
      <div className="flex items-center gap-3 border-b border-line bg-warn-soft px-4 py-2 text-ui text-warn">
        <p className="flex-1">You were signed out. Uploading waits for you; nothing is lost.</p>
        <Button size="small" onClick={() => setPutOff(false)}>
          Sign in
        </Button>
      </div>
    );
  return (
    <Dialog
      isOpen
      onClose={() => setPutOff(true)}
      title="Sign in again"
      description="Your session has ended. Nothing is lost; uploading goes on as soon as you are signed in."
    >
      <form className="space-y-4" onSubmit={(event) => void form.onSubmit(event)}>
        <TextField
          label="E-mail"
          name="email"
          type="email"
          autoComplete="username"
          required
          defaultValue={known?.user.email}
        />
        <TextField
          label="Password"
          name="password"
          type="password"
          autoComplete="current-password"
          required
        />
        <FormError>{form.error}</FormError>
        <Button type="submit" look="primary" className="w-full" isBusy={form.isBusy}>
          Sign in
        </Button>
      </form>
    </Dialog>
  );
}
