import { useId, type ComponentProps, type ReactNode } from 'react';
import { cx } from './class-names.ts';

export const inputClass =
  'w-full rounded-lg border border-line-strong bg-raised px-3 text-[0.9375rem] text-text placeholder:text-faint transition-colors duration-150 hover:border-faint focus:border-accent focus:outline-2 focus:outline-offset-0 focus:outline-accent/30 disabled:opacity-60 aria-invalid:border-danger';

interface FieldProps {
  label: ReactNode;
  hint?: ReactNode;
  error?: string | null | undefined;
}

/** A text input with its label, hint and error, tied together for screen readers. */
export function TextField({ label, hint, error, className, ...rest }: FieldProps & ComponentProps<'input'>) {
  const id = useId();
  const described = error ? `${id}-error` : hint ? `${id}-hint` : undefined;
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1.5 block text-ui font-medium">
        {label}
      </label>
      <input
        id={id}
        aria-invalid={error ? true : undefined}
        aria-describedby={described}
        className={cx(inputClass, 'h-10')}
        {...rest}
      />
      {error ? (
        <p id={`${id}-error`} className="mt-1.5 text-[0.8125rem] text-danger">
          {error}
        </p>
      ) : (
        hint && (
          <p id={`${id}-hint`} className="mt-1.5 text-[0.8125rem] text-dim">
            {hint}
          </p>
        )
      )}
    </div>
  );
}

/** A native select: the best one on every phone. */
export function SelectField({
  label,
  hint,
  children,
  className,
  ...rest
}: Omit<FieldProps, 'error'> & ComponentProps<'select'>) {
  const id = useId();
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1.5 block text-ui font-medium">
        {label}
      </label>
      <select id={id} className={cx(inputClass, 'h-10 pr-8')} {...rest}>
        {children}
      </select>
      {hint && <p className="mt-1.5 text-[0.8125rem] text-dim">{hint}</p>}
    </div>
  );
}

/** An error above or below a form, announced as it appears. */
export function FormError({ children }: { children: ReactNode }) {
  if (!children) return null;
  return (
    <p role="alert" className="appear rounded-lg bg-danger-soft px-3 py-2 text-ui text-danger">
      {children}
    </p>
  );
}
