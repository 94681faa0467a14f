import type { ComponentProps, ReactNode } from 'react';
import { cx } from './class-names.ts';

type Look = 'primary' | 'secondary' | 'quiet' | 'danger';

const LOOKS: Record<Look, string> = {
  primary: 'bg-accent text-on-accent hover:bg-accent-hover shadow-xs',
  secondary: 'bg-raised text-text border border-line-strong hover:bg-hover shadow-xs',
  quiet: 'text-dim hover:text-text hover:bg-hover',
  danger: 'bg-raised text-danger border border-line-strong hover:bg-danger-soft',
};

const BASE =
  'inline-flex items-center justify-center gap-2 rounded-lg text-ui font-medium whitespace-nowrap select-none transition-colors duration-150 disabled:opacity-50 disabled:pointer-events-none coarse:min-h-11';

/** Classes of a button, for links that look like one. */
export function buttonClass(look: Look = 'secondary', size: 'small' | 'normal' | 'large' = 'normal'): string {
  const sizes = { small: 'h-8 px-2.5', normal: 'h-9 px-3.5', large: 'h-11 px-5 text-[0.9375rem]' };
  return cx(BASE, LOOKS[look], sizes[size]);
}

/** A button. `isBusy` keeps its width and says so to screen readers. */
export function Button({
  look = 'secondary',
  size = 'normal',
  isBusy = false,
  children,
  className,
  disabled,
  ...rest
}: ComponentProps<'button'> & { look?: Look; size?: 'small' | 'normal' | 'large'; isBusy?: boolean }) {
  return (
    <button
      type="button"
      {...rest}
      disabled={disabled === true || isBusy}
      aria-busy={isBusy || undefined}
      className={cx(buttonClass(look, size), 'relative', className)}
    >
      <span className={cx('inline-flex items-center gap-2', isBusy && 'opacity-0')}>{children}</span>
      {isBusy && <Spinner className="absolute" />}
    </button>
  );
}

/** A square button with an icon; its label is read aloud and shown on hover. */
export function IconButton({
  label,
  children,
  className,
  ...rest
}: ComponentProps<'button'> & { label: string; children: ReactNode }) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      {...rest}
      className={cx(
        'inline-flex size-8 shrink-0 items-center justify-center rounded-lg text-dim transition-colors duration-150 hover:bg-hover hover:text-text disabled:pointer-events-none disabled:opacity-40 coarse:size-11',
        className,
      )}
    >
      {children}
    </button>
  );
}

export function Spinner({ className }: { className?: string }) {
  return (
    <svg className={cx('size-4 animate-spin', className)} viewBox="0 0 16 16" fill="none" aria-hidden="true">
      <circle cx="8" cy="8" r="6" stroke="currentColor" strokeOpacity="0.25" strokeWidth="2" />
      <path d="M14 8a6 6 0 0 0-6-6" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
    </svg>
  );
}
