import { useQuery } from '@tanstack/react-query';
import { hasRole } from '#shared/permissions.ts';
import { api, queries, queryClient } from '../../api/client.ts';
import { Button } from '../../ui/button.tsx';
import { FormError, TextField } from '../../ui/field.tsx';
import { Badge } from '../../ui/states.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useForm } from '../auth/use-form.ts';
import { RemindersPart } from './reminders-part.tsx';
import { listClass, rowClass, Section } from './section.tsx';
import { WorkspaceTime } from './workspace-time.tsx';

const QUALITY = { good: ['good', 'Good'], basic: ['warn', 'Basic'], none: ['neutral', 'Off'] } as const;

export function WorkspaceSection() {
  const me = useQuery(queries.accounts.me.queryOptions());
  const system = useQuery(queries.accounts.system.queryOptions());
  const form = useForm(async ({ name = '' }) => {
    await api.members.updateWorkspace({ name });
    await queryClient.invalidateQueries({ queryKey: queries.accounts.me.key() });
    showToast('Saved');
  });
  const limit = useForm(async ({ minutes = '' }) => {
    await api.members.updateWorkspace({ maxRecordingMinutes: Number(minutes) });
    await queryClient.invalidateQueries({ queryKey: queries.accounts.me.key() });
    showToast('Saved');
  });
  if (!me.data) return null;
  const { transcriber, role, workspace } = me.data;
  const [tone, word] = QUALITY[transcriber?.quality ?? 'none'];
  return (
    <>
      <Section title="Name">
        {hasRole(role, 'admin') ? (
          <form className="flex max-w-md items-end gap-2" onSubmit={(event) => void form.onSubmit(event)}>
            <TextField
              label="Name of the workspace"
              name="name"
              defaultValue={workspace.name}
              required
              maxLength={80}
              className="flex-1"
            />
            <Button type="submit" className="h-10" isBusy={form.isBusy}>
              Save
            </Button>
          </form>
        ) : (
          <p className="text-ui">{workspace.name}</p>
        )}
        <FormError>{form.error}</FormError>
      </Section>
      {hasRole(role, 'admin') && (
        <Section title="Recordings">
          <form className="flex max-w-md items-end gap-2" onSubmit={(event) => void limit.onSubmit(event)}>
            <TextField
              label="Longest recording, in minutes"
              name="minutes"
              type="number"
              min={1}
              max={720}
              required
              defaultValue={workspace.maxRecordingMinutes}
              hint="Whoever records is warned 5 minutes and 1 minute before."
              className="flex-1"
            />
            <Button type="submit" className="mb-7 h-10" isBusy={limit.isBusy}>
              Save
            </Button>
          </form>
          <FormError>{limit.error}</FormError>
        </Section>
      )}
      {hasRole(role, 'admin') && <WorkspaceTime />}
      {hasRole(role, 'admin') && <RemindersPart />}
      <Section title="Transcripts">
        <div className={listClass}>
          <div className={rowClass}>
            <p className="flex-1 font-medium">{transcriber?.name ?? 'No worker has started yet'}</p>
            <Badge tone={tone}>{word}</Badge>
          </div>
          {transcriber?.hint && <p className="px-4 py-3 text-ui text-dim">{transcriber.hint}</p>}
        </div>
      </Section>
      <Section title="This installation">
        <dl className={listClass}>
          <Fact name="Version" value={system.data?.version} />
          <Fact
            name="Largest upload"
            value={system.data && `${(system.data.limits.maxUploadBytes / 1024 ** 3).toFixed(0)} GB`}
          />
          <Fact
            name="Longest video"
            value={system.data && `${Math.round(system.data.limits.maxDurationMs / 60_000)} minutes`}
          />
          <Fact
            name="E-mail"
            value={
              system.data?.emailDelivery === 'smtp' ? 'Sent by SMTP' : 'Written to files (DATA_DIR/outbox)'
            }
          />
        </dl>
        <p className="mt-3 text-ui text-dim">
          Scripts and CI use the{' '}
          <a href="/api/docs" className="text-accent-text underline underline-offset-2">
            API
          </a>
          .
        </p>
      </Section>
    </>
  );
}

function Fact({ name, value }: { name: string; value: string | undefined }) {
  return (
    <div className={rowClass}>
      <dt className="flex-1 text-dim">{name}</dt>
      <dd className="numbers">{value ?? '…'}</dd>
    </div>
  );
}
