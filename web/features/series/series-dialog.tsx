import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { SpaceId, type UserId } from '#shared/ids.ts';
import type { Series, SeriesRhythm } from '#shared/series.ts';
import { api, queries, queryClient } from '../../api/client.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FormError, SelectField, TextField } from '../../ui/field.tsx';
import { useForm } from '../auth/use-form.ts';
import { NextDates } from './next-dates.tsx';
import { namedIn, partsOf, PeoplePicker } from './people-picker.tsx';
import { PromptsEditor } from './prompts-editor.tsx';
import { RhythmFields } from './rhythm-fields.tsx';
import { RotationEditor, useSpeakers } from './rotation-editor.tsx';
import { ruleOf } from './rhythms.ts';
import { TEMPLATE_NAMES, templateOf, type Proposal } from './templates.ts';

const PRIVATE = 'private';

function rhythmOf(series: Series | undefined, proposal: Proposal): SeriesRhythm {
  if (series) {
    const { rule, startsOn, dueTime, timeZone, leadHours, graceHours } = series;
    return { rule, startsOn, dueTime, timeZone, leadHours, graceHours };
  }
  const { dueTime, leadHours, graceHours } = proposal;
  const startsOn = new Date().toISOString().slice(0, 10);
  return { rule: ruleOf(proposal.repeat, 'FR'), startsOn, dueTime, timeZone: null, leadHours, graceHours };
}

/** Makes a series, or changes one from its next edition on. */
export function SeriesDialog({ series, onClose }: { series?: Series; onClose: () => void }) {
  const navigate = useNavigate();
  const [template, setTemplate] = useState(() => (series ? '' : 'weekly'));
  const [proposal, setProposal] = useState(() => templateOf('weekly'));
  const [title, setTitle] = useState(() => series?.title ?? proposal.title);
  const [prompts, setPrompts] = useState(() => series?.prompts ?? proposal.prompts);
  const [rhythm, setRhythm] = useState(() => rhythmOf(series, proposal));
  const [parts, setParts] = useState(() => partsOf(series));
  const [order, setOrder] = useState<readonly UserId[] | null>(
    () => series?.rotation?.map(({ id }) => id) ?? null,
  );
  const [skips, setSkips] = useState<ReadonlySet<string>>(() => new Set(series?.skips));
  const speakers = useSpeakers(parts, order);
  const participantIds = namedIn(parts, 'participant');
  const isAsked = parts.audiences.some(({ part }) => part === 'participant') || participantIds.length > 0;
  const form = useForm(async (fields) => {
    const isPrivate = fields['space'] === PRIVATE;
    const input = {
      title,
      prompts,
      ...rhythm,
      ...(series?.spaceId ? {} : { isPrivate }),
      participantIds,
      observerIds: namedIn(parts, 'observer'),
      audiences: [...parts.audiences],
      rotation: order && speakers,
    };
    const saved = series
      ? await api.series.update({ id: series.id, ...input })
      : await api.series.create({
          ...input,
          spaceId: fields['space'] && !isPrivate ? SpaceId.parse(fields['space']) : null,
        });
    for (const day of new Set([...skips, ...saved.skips]))
      if (skips.has(day) !== saved.skips.includes(day))
        await api.series.skip({ id: saved.id, day, isSkipped: skips.has(day) });
    await queryClient.invalidateQueries({ queryKey: queries.series.key() });
    onClose();
    if (!series) await navigate({ to: '/series/$id', params: { id: saved.id } });
  });
  function begin(name: string): void {
    const chosen = templateOf(name);
    setTemplate(name);
    setProposal(chosen);
    setTitle(chosen.title);
    setPrompts(chosen.prompts);
    setRhythm(rhythmOf(series, chosen));
    setOrder(chosen.isRotating ? [] : null);
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={series ? 'Change the series' : 'New update series'}
      description="A question that comes back. Everybody answers in their own time."
    >
      <form className="space-y-4" onSubmit={(event) => void form.onSubmit(event)}>
        {!series && (
          <SelectField
            label="Begin with"
            value={template}
            hint={proposal.about}
            onChange={(event) => begin(event.target.value)}
          >
            {TEMPLATE_NAMES.map(([name, text]) => (
              <option key={name} value={name}>
                {text}
              </option>
            ))}
          </SelectField>
        )}
        <TextField
          label="Title"
          required
          maxLength={120}
          value={title}
          onChange={(event) => setTitle(event.target.value)}
        />
        <PromptsEditor prompts={prompts} onChange={setPrompts} />
        <RhythmFields key={template} rhythm={rhythm} onChange={setRhythm} />
        <VisibilityField series={series} />
        <PeoplePicker parts={parts} onChange={setParts} />
        <RotationEditor speakers={speakers} isRotating={order !== null} onChange={setOrder} />
        <NextDates
          rhythm={rhythm}
          participantIds={participantIds}
          audiences={parts.audiences}
          skips={skips}
          onSkip={(day, isSkipped) =>
            setSkips((before) => {
              const next = new Set(before);
              if (isSkipped) next.add(day);
              else next.delete(day);
              return next;
            })
          }
        />
        <FormError>{form.error}</FormError>
        <div className="flex justify-end gap-2">
          <Button look="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" look="primary" isBusy={form.isBusy} disabled={!isAsked}>
            {series ? 'Save' : 'Create'}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** Everybody, a space, or only who takes part. What is in a space stays in it. */
function VisibilityField({ series }: { series: Series | undefined }) {
  const spaces = useQuery(queries.spaces.list.queryOptions());
  if (series?.spaceId) return null;
  return (
    <SelectField label="Who can see it" name="space" defaultValue={series?.isPrivate ? PRIVATE : ''}>
      <option value="">Everybody in the workspace</option>
      <option value={PRIVATE}>Only who takes part</option>
      {!series &&
        spaces.data?.map((space) => (
          <option key={space.id} value={space.id}>
            {space.name}
          </option>
        ))}
    </SelectField>
  );
}
