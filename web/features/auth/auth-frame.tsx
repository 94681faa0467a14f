import type { ReactNode } from 'react';
import { Logo } from '../shell/logo.tsx';

/** One calm column for the pages before signing in. */
export function AuthFrame({
  title,
  children,
  lead,
}: {
  title: string;
  lead?: ReactNode;
  children: ReactNode;
}) {
  return (
    <main className="flex min-h-dvh flex-col items-center justify-center bg-surface px-4 py-10">
      <div className="w-full max-w-[25rem]">
        <Logo className="mb-6 size-10" />
        <h1 className="text-2xl font-semibold tracking-tight">{title}</h1>
        {lead && <p className="mt-2 text-[0.9375rem] text-dim">{lead}</p>}
        <div className="mt-7">{children}</div>
      </div>
    </main>
  );
}
