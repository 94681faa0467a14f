import { Tabs } from 'radix-ui';
import { Suspense, type ReactNode } from 'react';
import { Skeleton } from '../../ui/states.tsx';

export function Tab({ value, children }: { value: string; children: ReactNode }) {
  return (
    <Tabs.Trigger
      value={value}
      className="-mb-px flex h-11 items-center gap-1 border-b-2 border-transparent px-1.5 text-[0.8125rem] font-medium whitespace-nowrap text-dim transition-colors duration-150 hover:text-text focus-visible:-outline-offset-4 data-[state=active]:border-accent data-[state=active]:text-text"
    >
      {children}
    </Tabs.Trigger>
  );
}

export function Panel({ value, children }: { value: string; children: ReactNode }) {
  return (
    <Tabs.Content
      value={value}
      className="flex max-h-[70dvh] min-h-80 flex-1 flex-col data-[state=inactive]:hidden lg:max-h-none lg:min-h-0"
    >
      <Suspense fallback={<Skeleton className="m-4 h-24" />}>{children}</Suspense>
    </Tabs.Content>
  );
}

export function Count({ n }: { n: number }) {
  return n > 0 ? (
    <span className="numbers rounded-full bg-accent-soft px-1.5 text-xs text-accent-text">{n}</span>
  ) : null;
}
