import type { ReactNode } from 'react';

/** A titled part of a settings page. */
export function Section({ title, text, children }: { title: string; text?: ReactNode; children: ReactNode }) {
  return (
    <section className="mb-10">
      <h2 className="font-semibold tracking-tight">{title}</h2>
      {text && <p className="mt-1 text-ui text-dim">{text}</p>}
      <div className="mt-4">{children}</div>
    </section>
  );
}

export const listClass = 'divide-y divide-line rounded-xl border border-line bg-raised';
export const rowClass = 'flex min-h-14 flex-wrap items-center gap-3 px-4 py-2.5 text-ui';
