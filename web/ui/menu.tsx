import { Check } from 'lucide-react';
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
          className="appear z-50 max-h-(--radix-dropdown-menu-content-available-height) min-w-48 overflow-y-auto rounded-xl border border-line bg-raised p-1 shadow-float"
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
  /** It has two lines. */
  isTall?: boolean;
  children: ReactNode;
}) {
  return (
    <Radix.Item
      onSelect={props.onSelect}
      className={cx(
        'flex cursor-default items-center gap-2.5 rounded-lg px-2.5 text-ui outline-none select-none data-highlighted:bg-hover',
        props.isTall ? 'min-h-12 py-1' : 'h-9 coarse:h-11',
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

/** A choice that is on or off. */
export function MenuCheck(props: {
  isChecked: boolean;
  onChange: (isChecked: boolean) => void;
  children: ReactNode;
}) {
  return (
    <Radix.CheckboxItem
      checked={props.isChecked}
      onCheckedChange={props.onChange}
      onSelect={(event) => event.preventDefault()}
      className={CHOICE_CLASS}
    >
      <Mark />
      {props.children}
    </Radix.CheckboxItem>
  );
}

/** One of several. */
export function MenuChoice(props: {
  value: string;
  onChange: (value: string) => void;
  options: [value: string, name: string][];
}) {
  return (
    <Radix.RadioGroup value={props.value} onValueChange={props.onChange}>
      {props.options.map(([value, name]) => (
        <Radix.RadioItem key={value} value={value} className={CHOICE_CLASS}>
          <Mark />
          {name}
        </Radix.RadioItem>
      ))}
    </Radix.RadioGroup>
  );
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return <Radix.Label className="px-2.5 pt-1.5 pb-0.5 text-xs text-faint">{children}</Radix.Label>;
}

const CHOICE_CLASS =
  'flex min-h-8 cursor-default items-center gap-2 rounded-lg px-2.5 text-ui outline-none select-none data-highlighted:bg-hover coarse:min-h-11';

function Mark() {
  return (
    <span className="flex size-4 items-center justify-center">
      <Radix.ItemIndicator>
        <Check className="size-4" />
      </Radix.ItemIndicator>
    </span>
  );
}
