import { useEffect, useState, type ReactNode } from 'react';
import { createPortal } from 'react-dom';

interface DocumentPictureInPicture {
  requestWindow(options: { width: number; height: number }): Promise<Window>;
}

function pictureInPicture(): DocumentPictureInPicture | null {
  return (
    (window as Window & { documentPictureInPicture?: DocumentPictureInPicture }).documentPictureInPicture ??
    null
  );
}

/** A small window that floats over all other programs, where the browser has one (Document Picture-in-Picture). */
export function useFloatingWindow(): {
  canFloat: boolean;
  floating: Window | null;
  open: () => void;
  close: () => void;
} {
  const [floating, setFloating] = useState<Window | null>(null);
  useEffect(() => () => floating?.close(), [floating]);
  async function open(): Promise<void> {
    const view = await pictureInPicture()?.requestWindow({ width: 420, height: 330 });
    if (!view) return;
    copyStyles(view.document);
    view.addEventListener('pagehide', () => setFloating(null));
    setFloating(view);
  }
  return {
    canFloat: pictureInPicture() !== null,
    floating,
    open: () => void open().catch(() => undefined),
    close: () => setFloating(null),
  };
}

/** The window begins empty: it gets the styles and the theme of the page. */
function copyStyles(target: Document): void {
  target.title = 'Playhead recorder';
  target.documentElement.className = document.documentElement.className;
  for (const [name, value] of Object.entries(document.documentElement.dataset))
    target.documentElement.dataset[name] = value;
  for (const sheet of document.querySelectorAll('link[rel="stylesheet"], style'))
    target.head.append(sheet.cloneNode(true));
}

export function FloatingWindow({ view, children }: { view: Window; children: ReactNode }) {
  return createPortal(
    <div className="flex h-dvh flex-col gap-2 overflow-hidden bg-surface p-2 text-text">{children}</div>,
    view.document.body,
  );
}
