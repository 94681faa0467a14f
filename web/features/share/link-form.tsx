import { useState } from 'react';
import type { VideoSlug } from '#shared/ids.ts';
import { DEFAULT_ALLOWS, type ShareAllows, type ShareLink } from '#shared/share-links.ts';
import { api } from '../../api/client.ts';
import { Button } from '../../ui/button.tsx';
import { FormError, TextField } from '../../ui/field.tsx';
import { useForm } from '../auth/use-form.ts';

const ALLOWS: [keyof ShareAllows, string][] = [
  ['canComment', 'Comment and draw'],
  ['canApprove', 'Approve or ask for changes'],
  ['canSeeTranscript', 'Read the transcript'],
  ['canDownload', 'Download the video'],
  ['hasWatermark', 'Show the guest’s name over the picture'],
];

/** What a link allows and asks for: of a new one, or (`link`) of one that is there. */
export function LinkForm(props: {
  slug: VideoSlug;
  link?: ShareLink;
  /** The address of a new link; null where one was changed. */
  onDone: (label: string, url: string | null) => void;
  onCancel: () => void;
}) {
  const { link } = props;
  const [allows, setAllows] = useState(link?.allows ?? DEFAULT_ALLOWS);
  const [requiresEmailCode, setRequiresEmailCode] = useState(link?.requiresEmailCode ?? false);
  const [keepsPassword, setKeepsPassword] = useState(link?.hasPassword ?? false);
  const form = useForm(async ({ label: typed = '', password, expires, domains = '' }) => {
    const label = typed.trim() || 'Guests';
    const settings = {
      label,
      allows,
      expiresAt: expires ? new Date(expires).toISOString() : null,
      allowedDomains: domains.split(/[\s,]+/).filter(Boolean),
      requiresEmailCode,
    };
    if (link) {
      const change = password ? { password } : keepsPassword ? {} : { password: null };
      await api.shareLinks.update({ id: link.id, ...settings, ...change });
      return props.onDone(label, null);
    }
    const { url } = await api.shareLinks.create({
      slug: props.slug,
      ...settings,
      password: password || null,
    });
    props.onDone(label, url);
  });
  return (
    <form className="mt-2 space-y-4" onSubmit={(event) => void form.onSubmit(event)}>
      <TextField
        label="Name of the link"
        name="label"
        maxLength={80}
        placeholder="Guests"
        defaultValue={link?.label}
        hint="Only you see it."
      />
      <fieldset>
        <legend className="mb-1.5 text-ui font-medium">Guests can watch, and</legend>
        {ALLOWS.map(([name, text]) => (
          <Check
            key={name}
            isChecked={allows[name]}
            onChange={(isOn) => setAllows({ ...allows, [name]: isOn })}
          >
            {text}
          </Check>
        ))}
        <Check isChecked={requiresEmailCode} onChange={setRequiresEmailCode}>
          Confirm their e-mail by a code first
        </Check>
        {link?.hasPassword && (
          <Check isChecked={keepsPassword} onChange={setKeepsPassword}>
            Ask for the password
          </Check>
        )}
      </fieldset>
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          label={link?.hasPassword ? 'New password' : 'Password'}
          name="password"
          autoComplete="off"
          minLength={8}
          hint={keepsPassword ? 'Empty: it stays as it is.' : 'Empty: none.'}
        />
        <TextField
          label="Ends"
          name="expires"
          type="datetime-local"
          defaultValue={link?.expiresAt ? localInput(link.expiresAt) : undefined}
          hint="Empty: never."
        />
      </div>
      <TextField
        label="Only addresses of"
        name="domains"
        placeholder="client.com, agency.com"
        defaultValue={link?.allowedDomains.join(', ')}
        hint="Empty: everybody who has the link."
      />
      <FormError>{form.error}</FormError>
      <div className="flex justify-end gap-2">
        <Button look="quiet" onClick={props.onCancel}>
          Cancel
        </Button>
        <Button look="primary" type="submit" isBusy={form.isBusy}>
          {link ? 'Save' : 'Make the link'}
        </Button>
      </div>
    </form>
  );
}

function Check(props: { isChecked: boolean; onChange: (isChecked: boolean) => void; children: string }) {
  return (
    <label className="flex min-h-8 items-center gap-2.5 text-ui coarse:min-h-11">
      <input
        type="checkbox"
        className="size-4 accent-accent"
        checked={props.isChecked}
        onChange={(event) => props.onChange(event.target.checked)}
      />
      {props.children}
    </label>
  );
}

/** An instant as the local time that `datetime-local` takes. */
function localInput(instant: string): string {
  const at = new Date(instant);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
