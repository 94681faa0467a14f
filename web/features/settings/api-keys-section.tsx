import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { errorText } from '../../api/api-error.ts';
import { api, queries } from '../../api/client.ts';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/class-names.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { FormError, SelectField, TextField } from '../../ui/field.tsx';
import { ErrorState } from '../../ui/states.tsx';
import { TimeAgo } from '../../ui/time.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useForm } from '../auth/use-form.ts';
import { listClass, rowClass, Section } from './section.tsx';

export function ApiKeysSection() {
  const keys = useQuery(queries.apiKeys.list.queryOptions());
  const [secret, setSecret] = useState<string | null>(null);
  const form = useForm(async ({ name = '', scopes }) => {
    const made = await api.apiKeys.create({ name, scopes: scopes === 'read' ? ['read'] : ['read', 'write'] });
    setSecret(made.secret);
    await keys.refetch();
  });
  if (keys.error) return <ErrorState error={keys.error} onRetry={() => void keys.refetch()} />;
  return (
    <>
      <Section
        title="New API key"
        text="For scripts and CI. A key does what you may do in this workspace, never administration."
      >
        <form
          key={secret}
          className="flex flex-wrap items-end gap-2"
          onSubmit={(event) => void form.onSubmit(event)}
        >
          <TextField
            label="Name"
            name="name"
            required
            maxLength={60}
            placeholder="CI uploads"
            className="min-w-56 flex-1"
          />
          <SelectField label="May" name="scopes" className="w-44">
            <option value="write">Read and write</option>
            <option value="read">Read only</option>
          </SelectField>
          <Button type="submit" look="primary" className="h-10" isBusy={form.isBusy}>
            Make the key
          </Button>
        </form>
        <div className="mt-3">
          <FormError>{form.error}</FormError>
        </div>
        {secret && (
          <div className="appear mt-4 rounded-xl border border-accent/40 bg-accent-soft p-4">
            <p className="text-ui font-medium">Copy it now: it is not shown again.</p>
            <code className="mt-2 mb-3 block text-[0.8125rem] break-all">{secret}</code>
            <CopyButton text={secret} label="Copy the key" look="primary" />
          </div>
        )}
      </Section>
      {(keys.data?.length ?? 0) > 0 && (
        <Section title="Your keys">
          <ul className={listClass}>
            {keys.data?.map((key) => (
              <li key={key.id} className={rowClass}>
                <div className="min-w-0 flex-1">
                  <p className="font-medium">
                    {key.name} <code className={cx('ml-1 text-xs text-faint')}>{key.hint}…</code>
                  </p>
                  <p className="text-[0.8125rem] text-dim">
                    {key.scopes.join(' and ')} ·{' '}
                    {key.lastUsedAt ? (
                      <>
                        used <TimeAgo at={key.lastUsedAt} />
                      </>
                    ) : (
                      'never used'
                    )}
                  </p>
                </div>
                <Button
                  look="danger"
                  size="small"
                  onClick={() =>
                    void api.apiKeys.revoke({ id: key.id }).then(
                      () => keys.refetch(),
                      (error: unknown) => showToast(errorText(error).message, { isError: true }),
                    )
                  }
                >
                  Revoke
                </Button>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}
