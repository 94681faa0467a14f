import { useSyncExternalStore } from 'react';

interface Toast {
  id: number;
  text: string;
  isError: boolean;
  action: { label: string; run: () => void } | null;
}

const SHOWN_MS = 6000;
let toasts: Toast[] = [];
let nextId = 1;
const listeners = new Set<() => void>();

function change(next: Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

function dismiss(id: number): void {
  change(toasts.filter((toast) => toast.id !== id));
}

/** Says something in passing, with an undo where there is one. */
export function showToast(
  text: string,
  options: { isError?: boolean; action?: { label: string; run: () => void } } = {},
): void {
  const id = nextId++;
  change([
    ...toasts.slice(-2),
    { id, text, isError: options.isError ?? false, action: options.action ?? null },
  ]);
  setTimeout(() => dismiss(id), options.action ? SHOWN_MS * 1.5 : SHOWN_MS);
}

/** Where toasts appear; once, in the shell. */
export function Toaster() {
  const shown = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => toasts,
  );
  return (
    <div
      aria-live="polite"
      className="pointer-events-none fixed inset-x-0 bottom-20 z-[60] flex flex-col items-center gap-2 px-4 md:bottom-6"
    >
      {shown.map((toast) => (
        <div
          key={toast.id}
          className="appear pointer-events-auto flex items-center gap-3 rounded-xl border border-line bg-raised py-2.5 pr-2.5 pl-4 text-ui shadow-float"
        >
          <span className={toast.isError ? 'text-danger' : undefined}>{toast.text}</span>
          {toast.action && (
            <button
              type="button"
              className="rounded-lg px-2.5 py-1 font-medium text-accent-text hover:bg-accent-soft"
              onClick={() => {
                toast.action?.run();
                dismiss(toast.id);
              }}
            >
              {toast.action.label}
            </button>
          )}
        </div>
      ))}
    </div>
  );
}
