import { useNavigate } from '@tanstack/react-router';
import { api, queryClient } from '../../api/client.ts';
import { Button } from '../../ui/button.tsx';
import { FormError, TextField } from '../../ui/field.tsx';
import { useTitle } from '../../ui/use-title.ts';
import { AuthFrame } from './auth-frame.tsx';
import { useForm } from './use-form.ts';

/** The first visitor makes the owner account and the workspace. */
export function WelcomePage() {
  useTitle('Welcome');
  const navigate = useNavigate();
  const form = useForm(async ({ name = '', email = '', password = '', workspaceName = '' }) => {
    await api.accounts.setUp({ name, email, password, workspaceName });
    queryClient.clear();
    await navigate({ to: '/' });
  });
  return (
    <AuthFrame
      title="Welcome to Playhead"
      lead="Make the owner account and name your workspace. You invite the others afterwards."
    >
      <form className="space-y-4" onSubmit={(event) => void form.onSubmit(event)}>
        <TextField label="Your name" name="name" autoComplete="name" required maxLength={80} autoFocus />
        <TextField label="E-mail" name="email" type="email" autoComplete="username" required />
        <TextField
          label="Password"
          name="password"
          type="password"
          autoComplete="new-password"
          required
          minLength={10}
          hint="At least 10 characters. A few words are best."
        />
        <TextField
          label="Name of the workspace"
          name="workspaceName"
          required
          maxLength={80}
          placeholder="Your team or company"
        />
        <FormError>{form.error}</FormError>
        <Button type="submit" look="primary" size="large" className="w-full" isBusy={form.isBusy}>
          Create the workspace
        </Button>
      </form>
    </AuthFrame>
  );
}
