import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { SpaceId, type UserId } from '#shared/ids.ts';
import type { Series } from '#shared/series.ts';
import { api, queries, queryClient } from '../../api/client.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FormError, SelectField, TextField } from '../../ui/field.tsx';
import { useForm } from '../auth/use-form.ts';
import { browserZone } from '../people-time/local-time.ts';
import { PeoplePicker, type Part } from './people-picker.tsx';
import { PromptsEditor } from './prompts-editor.tsx';
import { choiceOf, REPEATS, ruleOf, WEEKDAYS, type Repeat } from './rhythms.ts';
import { TEMPLATE_NAMES, templateOf } from './templates.ts';

const LEADS = [
  [8, '8 hours before'],
  [24, 'A day before'],
  [48, 'Two days before'],
  [120, 'Five days before'],
] as const;

/** Makes a series, or changes one from its next edition on. */
export function SeriesDialog({ series, onClose }: { series?: Series; onClose: () => void }) {
  const navigate = useNavigate();
  const spaces = useQuery(queries.spaces.list.queryOptions());
  const [template, setTemplate] = useState(() => (series ? '' : 'weekly'));
  const [title, setTitle] = useState(() => series?.title ?? templateOf('weekly').title);
  const [prompts, setPrompts] = useState(() => series?.prompts ?? templateOf('weekly').prompts);
  const choice = series ? choiceOf(series.rule) : { repeat: 'weekly' as const, weekday: 'FR' };
  const [repeat, setRepeat] = useState<Repeat | 'own'>(choice?.repeat ?? 'own');
  const [parts, setParts] = useState<ReadonlyMap<UserId, Part>>(
    new Map([
      ...(series?.observers ?? []).map(({ id }) => [id, 'observer'] as const),
      ...(series?.participants ?? []).map(({ id }) => [id, 'participant'] as const),
    ]),
  );
  const inPart = (part: Part) => [...parts].filter(([, own]) => own === part).map(([id]) => id);
  const form = useForm(async (fields) => {
    const input = {
      title,
      prompts,
      rule:
        repeat === 'own'
          ? (series?.rule ?? '')
          : ruleOf(repeat, fields['weekday'] ?? choice?.weekday ?? 'FR'),
      dueTime: fields['dueTime'] ?? '15:00',
      timeZone: fields['zone'] === 'own' ? null : (fields['zone'] ?? null),
      leadHours: Number(fields['leadHours']),
      graceHours: Number(fields['graceHours']),
      participantIds: inPart('participant'),
      observerIds: inPart('observer'),
    };
    const saved = series
      ? await api.series.update({ id: series.id, ...input })
      : await api.series.create({
          ...input,
          startsOn: new Date().toISOString().slice(0, 10),
          spaceId: fields['space'] ? SpaceId.parse(fields['space']) : null,
        });
    await queryClient.invalidateQueries({ queryKey: queries.series.key() });
    onClose();
    if (!series) await navigate({ to: '/series/$id', params: { id: saved.id } });
  });
  const zone = series?.timeZone ?? browserZone();
  const isByWeekday = repeat === 'weekly' || repeat === 'biweekly';
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
            onChange={(event) => {
              const chosen = templateOf(event.target.value);
              setTemplate(event.target.value);
              setTitle(chosen.title);
              setPrompts(chosen.prompts);
            }}
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
        <div className="grid gap-4 sm:grid-cols-2">
          <SelectField
            label="How often"
            value={repeat}
            onChange={(event) => setRepeat(event.target.value as Repeat | 'own')}
          >
            {repeat === 'own' && <option value="own">{series?.rule}</option>}
            {Object.entries(REPEATS).map(([name, text]) => (
              <option key={name} value={name}>
                {text}
              </option>
            ))}
          </SelectField>
          {isByWeekday && (
            <SelectField label="On" name="weekday" defaultValue={choice?.weekday ?? 'FR'}>
              {WEEKDAYS.map(([code, text]) => (
                <option key={code} value={code}>
                  {text}
                </option>
              ))}
            </SelectField>
          )}
          <TextField
            label="Due by"
            name="dueTime"
            type="time"
            required
            defaultValue={series?.dueTime ?? '15:00'}
          />
          <SelectField label="Of which time" name="zone" defaultValue={series?.timeZone ?? 'own'}>
            <option value="own">Each one’s own</option>
            <option value={zone}>{zone}</option>
          </SelectField>
          <SelectField label="Opens" name="leadHours" defaultValue={series?.leadHours ?? 24}>
            {series && !LEADS.some(([hours]) => hours === series.leadHours) && (
              <option value={series.leadHours}>{series.leadHours} hours before</option>
            )}
            {LEADS.map(([hours, text]) => (
              <option key={hours} value={hours}>
                {text}
              </option>
            ))}
          </SelectField>
          <SelectField label="Late answers" name="graceHours" defaultValue={series?.graceHours ?? 72}>
            {series && ![0, 24, 72, 168].includes(series.graceHours) && (
              <option value={series.graceHours}>{series.graceHours} hours more</option>
            )}
            <option value={0}>None</option>
            <option value={24}>A day more</option>
            <option value={72}>Three days more</option>
            <option value={168}>A week more</option>
          </SelectField>
        </div>
        {!series && (
          <SelectField label="Who can see it" name="space" defaultValue="">
            <option value="">Everybody in the workspace</option>
            {spaces.data?.map((space) => (
              <option key={space.id} value={space.id}>
                {space.name}
              </option>
            ))}
          </SelectField>
        )}
        <PeoplePicker parts={parts} onChange={setParts} />
        <FormError>{form.error}</FormError>
        <div className="flex justify-end gap-2">
          <Button look="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button
            type="submit"
            look="primary"
            isBusy={form.isBusy}
            disabled={inPart('participant').length === 0}
          >
            {series ? 'Save' : 'Create'}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
