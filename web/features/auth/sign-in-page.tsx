import { useSearch } from '@tanstack/react-router';
import { auth } from '../../api/auth.ts';
import { queryClient } from '../../api/client.ts';
import { Button } from '../../ui/button.tsx';
import { FormError, TextField } from '../../ui/field.tsx';
import { useTitle } from '../../ui/use-title.ts';
import { AuthFrame } from './auth-frame.tsx';
import { useForm } from './use-form.ts';

/** Only ever back to a page of ours. */
function safeNext(next: string | undefined): string {
  return next?.startsWith('/') && !next.startsWith('//') ? next : '/';
}

export function SignInPage() {
  useTitle('Sign in');
  const { next } = useSearch({ from: '/sign-in' });
  const form = useForm(async ({ email = '', password = '' }) => {
    await auth.signIn(email, password);
    queryClient.clear();
    location.assign(safeNext(next));
  });
  return (
    <AuthFrame title="Sign in">
      <form className="space-y-4" onSubmit={(event) => void form.onSubmit(event)}>
        <TextField label="E-mail" name="email" type="email" autoComplete="username" required autoFocus />
        <TextField
          label="Password"
          name="password"
          type="password"
          autoComplete="current-password"
          required
        />
        <FormError>{form.error}</FormError>
        <Button type="submit" look="primary" size="large" className="w-full" isBusy={form.isBusy}>
          Sign in
        </Button>
        <p className="pt-2 text-[0.8125rem] text-dim">
          No account yet? Ask an admin of your workspace for an invitation link.
        </p>
      </form>
    </AuthFrame>
  );
}
