import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { KeyboardEventHandler, ReactNode } from 'react';
import { IconButton } from './button.tsx';
import { cx } from './class-names.ts';

/** A modal dialog: a sheet at the bottom on phones, a card in the middle elsewhere. */
export function Dialog(props: {
  isOpen: boolean;
  onClose: () => void;
  title: string;
  description?: ReactNode;
  /** Of pictures: as wide as there is room. */
  isLarge?: boolean;
  onKeyDown?: KeyboardEventHandler;
  children: ReactNode;
}) {
  return (
    <Radix.Root open={props.isOpen} onOpenChange={(isOpen) => !isOpen && props.onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-black/45" />
        <Radix.Content
          {...(props.description ? {} : { 'aria-describedby': undefined })}
          onKeyDown={props.onKeyDown}
          className={cx(
            'appear fixed inset-x-0 bottom-0 z-50 max-h-[92dvh] overflow-y-auto rounded-t-2xl border border-line bg-raised p-5 shadow-float sm:inset-x-auto sm:top-1/2 sm:bottom-auto sm:left-1/2 sm:-translate-x-1/2 sm:-translate-y-1/2 sm:rounded-2xl sm:p-6',
            props.isLarge ? 'sm:w-[min(72rem,94vw)]' : 'sm:w-[30rem]',
          )}
        >
          <div className="mb-4 flex items-start justify-between gap-4">
            <div className="min-w-0">
              <Radix.Title className="wrap-anywhere text-[1.0625rem] font-semibold tracking-tight">
                {props.title}
              </Radix.Title>
              {props.description && (
                <Radix.Description className="mt-1 text-ui text-dim">{props.description}</Radix.Description>
              )}
            </div>
            <Radix.Close asChild>
              <IconButton label="Close" className="-mt-1 -mr-2">
                <X className="size-4" />
              </IconButton>
            </Radix.Close>
          </div>
          {props.children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
