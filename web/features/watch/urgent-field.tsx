import { TextField } from '../../ui/field.tsx';

/** Whether an ask may not wait for the working hours of who is asked, and why: they read it. Null: it may. */
export function UrgentField({
  reason,
  onChange,
}: {
  reason: string | null;
  onChange: (reason: string | null) => void;
}) {
  return (
    <div className="space-y-3">
      <label className="flex min-h-9 items-center gap-3 text-ui">
        <input
          type="checkbox"
          className="size-4 shrink-0 accent-accent"
          checked={reason !== null}
          onChange={(event) => onChange(event.target.checked ? '' : null)}
        />
        It can’t wait for their working hours
      </label>
      {reason !== null && (
        <TextField
          label="Why"
          required
          maxLength={200}
          value={reason}
          onChange={(event) => onChange(event.target.value)}
          hint="They read it. You can mark three asks a day as urgent."
        />
      )}
    </div>
  );
}
