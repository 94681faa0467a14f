import { useState } from 'react';
import type { VideoSlug } from '#shared/ids.ts';
import { DEFAULT_ALLOWS, type ShareAllows } from '#shared/share-links.ts';
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

/** What a new link allows and asks for. */
export function NewLinkForm(props: {
  slug: VideoSlug;
  onMade: (made: { label: string; url: string }) => void;
  onCancel: () => void;
}) {
  const [allows, setAllows] = useState(DEFAULT_ALLOWS);
  const [requiresEmailCode, setRequiresEmailCode] = useState(false);
  const form = useForm(async ({ label = '', password, expires, domains = '' }) => {
    const { url } = await api.shareLinks.create({
      slug: props.slug,
      label: label.trim() || 'Guests',
      allows,
      password: password || null,
      expiresAt: expires ? new Date(expires).toISOString() : null,
      allowedDomains: domains.split(/[\s,]+/).filter(Boolean),
      requiresEmailCode,
    });
    props.onMade({ label: label.trim() || 'Guests', url });
  });
  return (
    <form className="mt-2 space-y-4" onSubmit={(event) => void form.onSubmit(event)}>
      <TextField
        label="Name of the link"
        name="label"
        maxLength={80}
        placeholder="Guests"
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
      </fieldset>
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField label="Password" name="password" autoComplete="off" minLength={8} hint="Empty: none." />
        <TextField label="Ends" name="expires" type="datetime-local" hint="Empty: never." />
      </div>
      <TextField
        label="Only addresses of"
        name="domains"
        placeholder="client.com, agency.com"
        hint="Empty: everybody who has the link."
      />
      <FormError>{form.error}</FormError>
      <div className="flex justify-end gap-2">
        <Button look="quiet" onClick={props.onCancel}>
          Cancel
        </Button>
        <Button look="primary" type="submit" isBusy={form.isBusy}>
          Make the link
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
