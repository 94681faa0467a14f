import type { ReactNode } from 'react';
import { errorText } from '../api/api-error.ts';
import { Button } from './button.tsx';
import { cx } from './class-names.ts';

/** What a place says while there is nothing in it: what belongs here, and the next step. */
export function EmptyState(props: {
  icon: ReactNode;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className="flex flex-col items-center px-6 py-14 text-center">
      <div className="mb-4 flex size-12 items-center justify-center rounded-2xl bg-accent-soft text-accent-text">
        {props.icon}
      </div>
      <h2 className="text-[1.0625rem] font-semibold tracking-tight">{props.title}</h2>
      {props.children && <p className="mt-1.5 max-w-sm text-ui text-dim">{props.children}</p>}
      {props.action && <div className="mt-5 flex flex-wrap justify-center gap-2">{props.action}</div>}
    </div>
  );
}

/** What went wrong and what to do. */
export function ErrorState({
  error,
  onRetry,
  action,
}: {
  error: unknown;
  onRetry?: () => void;
  action?: ReactNode;
}) {
  const { message, requestId } = errorText(error);
  return (
    <div role="alert" className="flex flex-col items-center px-6 py-14 text-center">
      <h2 className="text-[1.0625rem] font-semibold tracking-tight">That didn’t work</h2>
      <p className="mt-1.5 max-w-md text-ui text-dim">{message}</p>
      {requestId && <p className="mt-2 text-xs text-faint">Request {requestId}</p>}
      <div className="mt-5 flex gap-2">
        {onRetry && <Button onClick={onRetry}>Try again</Button>}
        {action}
      </div>
    </div>
  );
}

/** A place holder that keeps the layout while something loads. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden="true" className={cx('animate-pulse rounded-lg bg-sunken', className)} />;
}

export function Badge({
  tone = 'neutral',
  children,
}: {
  tone?: 'neutral' | 'accent' | 'good' | 'warn' | 'danger';
  children: ReactNode;
}) {
  const tones = {
    neutral: 'bg-sunken text-dim',
    accent: 'bg-accent-soft text-accent-text',
    good: 'bg-good-soft text-good',
    warn: 'bg-warn-soft text-warn',
    danger: 'bg-danger-soft text-danger',
  };
  return (
    <span
      className={cx(
        'numbers inline-flex items-center gap-1 rounded-md px-1.5 py-0.5 text-xs font-medium whitespace-nowrap',
        tones[tone],
      )}
    >
      {children}
    </span>
  );
}

/** How far something is, 0–100. */
export function Progress({ percent, label }: { percent: number; label: string }) {
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuenow={Math.round(percent)}
      aria-valuemin={0}
      aria-valuemax={100}
      className="h-1.5 overflow-hidden rounded-full bg-hover"
    >
      <div
        className="h-full origin-left rounded-full bg-accent"
        style={{ transform: `scaleX(${percent / 100})` }}
      />
    </div>
  );
}
