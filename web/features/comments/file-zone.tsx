import { Paperclip } from 'lucide-react';
import { useRef, useState, type ClipboardEvent, type DragEvent, type ReactNode } from 'react';
import { IconButton } from '../../ui/button.tsx';

/** Takes files that are dropped on it or pasted in it. */
export function FileZone({ onFiles, children }: { onFiles: (files: File[]) => void; children: ReactNode }) {
  const [isOver, setOver] = useState(false);
  function take(event: DragEvent): void {
    setOver(false);
    if (!hasFiles(event)) return;
    event.preventDefault();
    onFiles([...event.dataTransfer.files]);
  }
  function paste(event: ClipboardEvent): void {
    const files = [...event.clipboardData.files];
    // A picture of the text comes along with what is copied from some programs: the text is meant.
    if (files.length === 0 || event.clipboardData.types.includes('text/plain')) return;
    event.preventDefault();
    onFiles(files);
  }
  return (
    <div
      className="relative"
      onDragOver={(event) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
      }}
      onDrop={take}
      onPaste={paste}
    >
      {children}
      {isOver && (
        <div className="pointer-events-none absolute -inset-1.5 z-10 flex items-center justify-center gap-2 rounded-xl border-2 border-dashed border-accent bg-accent-soft text-ui font-medium text-accent-text">
          <Paperclip className="size-4" /> Drop to attach
        </div>
      )}
    </div>
  );
}

function hasFiles(event: DragEvent): boolean {
  return event.dataTransfer.types.includes('Files');
}

/** Opens the browser's own choice of files. */
export function AttachButton({ onFiles }: { onFiles: (files: File[]) => void }) {
  const picker = useRef<HTMLInputElement>(null);
  return (
    <>
      <IconButton label="Attach files" onClick={() => picker.current?.click()}>
        <Paperclip className="size-4" />
      </IconButton>
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        aria-label="Files to attach"
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])]);
          // The same file can be chosen once more.
          event.target.value = '';
        }}
      />
    </>
  );
}
