import { Upload } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { slugOf } from '../../api/slug.ts';
import { Button } from '../../ui/button.tsx';
import { FormError } from '../../ui/field.tsx';
import { Progress } from '../../ui/states.tsx';
import { addUploads, removeUpload, useUploads } from '../upload/upload-list.ts';
import type { TakeDraft } from './take-draft.ts';

/** A file instead of a recording. It goes on after a break by choosing the same one again. */
export function FileAnswer({ onChosen }: { onChosen: (draft: TakeDraft) => void }) {
  const input = useRef<HTMLInputElement>(null);
  const [id, setId] = useState<number | null>(null);
  const item = useUploads().find((upload) => upload.id === id);
  const slug = item?.state.phase === 'done' ? slugOf(item.state.ticket?.slug) : null;
  useEffect(() => {
    if (slug === null || id === null) return;
    removeUpload(id);
    onChosen({ recordingId: null, slug, durationMs: null });
  }, [slug, id, onChosen]);
  if (item && item.state.phase !== 'done') {
    const { phase, sentBytes, problem } = item.state;
    const percent = (sentBytes / Math.max(1, item.upload.file.size)) * 100;
    return (
      <div className="space-y-2 rounded-xl border border-line bg-raised p-3">
        <p className="flex flex-wrap items-center gap-2 text-ui" role="status">
          <span className="min-w-0 flex-1 truncate">
            {item.upload.file.name}: {Math.round(percent)} %
          </span>
          {phase === 'failed' && (
            <Button size="small" onClick={() => item.upload.resume()}>
              Try again
            </Button>
          )}
          <Button
            size="small"
            look="quiet"
            onClick={() => {
              void item.upload.cancel();
              removeUpload(item.id);
              setId(null);
            }}
          >
            Cancel
          </Button>
        </p>
        <Progress percent={percent} label="Uploading" />
        <FormError>{problem}</FormError>
      </div>
    );
  }
  return (
    <div>
      <input
        ref={input}
        type="file"
        accept="video/*"
        aria-label="Video file"
        className="sr-only"
        tabIndex={-1}
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          if (file) setId(addUploads([file], null)[0] ?? null);
        }}
      />
      <Button onClick={() => input.current?.click()}>
        <Upload className="size-4" /> Upload a video instead
      </Button>
    </div>
  );
}
