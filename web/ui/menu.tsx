import { DropdownMenu as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { cx } from './class-names.ts';

/** A menu that opens below its trigger. */
export function Menu({
  trigger,
  children,
  align = 'end',
}: {
  trigger: ReactNode;
  children: ReactNode;
  align?: 'start' | 'end';
}) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          sideOffset={6}
          collisionPadding={8}
          className="appear z-50 min-w-48 rounded-xl border border-line bg-raised p-1 shadow-float"
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

export function MenuItem(props: {
  icon?: ReactNode;
  onSelect: () => void;
  isDanger?: boolean;
  children: ReactNode;
}) {
  return (
    <Radix.Item
      onSelect={props.onSelect}
      className={cx(
        'flex h-9 cursor-default items-center gap-2.5 rounded-lg px-2.5 text-ui outline-none select-none data-highlighted:bg-hover coarse:h-11',
        props.isDanger && 'text-danger',
      )}
    >
      {props.icon}
      {props.children}
    </Radix.Item>
  );
}

export function MenuSeparator() {
  return <Radix.Separator className="my-1 h-px bg-line" />;
}
