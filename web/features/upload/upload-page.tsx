import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { FileVideo, Pause, Play, UploadCloud, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { VideoId } from '#shared/ids.ts';
import { api, queries } from '../../api/client.ts';
import { timeLeft } from '../../api/transfer-rate.ts';
import { Button, buttonClass, IconButton } from '../../ui/button.tsx';
import { cx } from '../../ui/class-names.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { SelectField } from '../../ui/field.tsx';
import { Progress } from '../../ui/states.tsx';
import { useTitle } from '../../ui/use-title.ts';
import { forgetUpload, listOpenUploads } from './open-uploads.ts';
import { addUploads, removeUpload, useUploads, type UploadItem } from './upload-list.ts';

/** `/upload`: drop, paste or choose files, watch them go, get the links. */
export function UploadPage() {
  useTitle('Upload');
  const items = useUploads();
  const [isOver, setOver] = useState(false);
  const [spaceId, setSpaceId] = useState('');
  const spaces = useQuery(queries.spaces.list.queryOptions());
  const system = useQuery(queries.accounts.system.queryOptions());
  const picker = useRef<HTMLInputElement>(null);
  const space = spaces.data?.find(({ id }) => id === spaceId)?.id ?? null;
  const add = (files: Iterable<File>) => addUploads(files, space);
  useEffect(() => {
    const onPaste = (event: ClipboardEvent) => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length > 0) addUploads(files, space);
    };
    window.addEventListener('paste', onPaste);
    return () => window.removeEventListener('paste', onPaste);
  }, [space]);

  const limit = system.data ? `${(system.data.limits.maxUploadBytes / 1024 ** 3).toFixed(0)} GB` : '';
  return (
    <div className="mx-auto max-w-2xl px-4 py-8">
      <h1 className="text-2xl font-semibold tracking-tight">Upload</h1>
      <div
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          add(event.dataTransfer.files);
        }}
        className={cx(
          'mt-6 flex flex-col items-center rounded-2xl border-2 border-dashed px-6 py-12 text-center transition-colors duration-150',
          isOver ? 'border-accent bg-accent-soft' : 'border-line-strong',
        )}
      >
        <UploadCloud className="size-9 text-accent-text" />
        <p className="mt-3 font-medium">Drop videos here, or paste them</p>
        <p className="mt-1 text-ui text-dim">MP4, MOV, WebM, MKV or AVI{limit && `, up to ${limit} each`}</p>
        <Button look="primary" className="mt-4" onClick={() => picker.current?.click()}>
          Choose files
        </Button>
        <input
          ref={picker}
          type="file"
          accept="video/*,.mkv,.avi,.mov"
          multiple
          hidden
          aria-label="Video files"
          onChange={(event) => {
            add(event.target.files ?? []);
            // The same file can be picked once more.
            event.target.value = '';
          }}
        />
      </div>
      <SelectField
        label="Space"
        className="mt-5 max-w-xs"
        value={spaceId}
        onChange={(event) => setSpaceId(event.target.value)}
      >
        <option value="">None: the whole workspace</option>
        {spaces.data?.map((found) => (
          <option key={found.id} value={found.id}>
            {found.name}
          </option>
        ))}
      </SelectField>
      <Interrupted items={items} onPick={() => picker.current?.click()} />
      <ul className="mt-7 space-y-3" aria-label="Uploads">
        {items.map((item) => (
          <UploadRow key={item.id} item={item} />
        ))}
      </ul>
    </div>
  );
}

/** Uploads that a reload or a crash cut off: the browser needs the file once more, and goes on where it stopped. */
function Interrupted({ items, onPick }: { items: readonly UploadItem[]; onPick: () => void }) {
  const [, setForgotten] = useState(0);
  const running = new Set(items.map(({ state }) => state.ticket?.videoId as string | undefined));
  const open = listOpenUploads().filter(({ videoId }) => !running.has(videoId));
  return open.map((upload) => (
    <div
      key={upload.videoId}
      className="mt-5 flex flex-wrap items-center gap-3 rounded-xl bg-accent-soft px-4 py-3 text-ui"
    >
      <p className="min-w-0 flex-1 max-sm:basis-full">
        “{upload.name}” was interrupted at {Math.floor((upload.sentBytes / upload.sizeBytes) * 100)} %. Pick
        the same file again and it goes on from there.
      </p>
      <Button size="small" look="primary" onClick={onPick}>
        Pick the file
      </Button>
      <Button
        size="small"
        look="quiet"
        onClick={() => {
          forgetUpload(upload.videoId);
          setForgotten((n) => n + 1);
          void api.uploads.abort({ videoId: VideoId.parse(upload.videoId) }).catch(() => undefined);
        }}
      >
        Cancel it
      </Button>
    </div>
  ));
}

function UploadRow({ item }: { item: UploadItem }) {
  const { upload, state } = item;
  const { file } = upload;
  const percent = file.size > 0 ? (state.sentBytes / file.size) * 100 : 100;
  const isOpen = state.phase === 'sending' || state.phase === 'paused';
  return (
    <li className="rounded-xl border border-line bg-raised p-4">
      <div className="flex items-center gap-2">
        <FileVideo className="size-5 shrink-0 text-faint" />
        <p className="min-w-0 flex-1 truncate text-ui font-medium">{file.name}</p>
        {state.phase === 'sending' && (
          <IconButton label="Pause" onClick={() => upload.pause()}>
            <Pause className="size-4" />
          </IconButton>
        )}
        {(state.phase === 'paused' || state.phase === 'failed') && (
          <IconButton
            label={state.phase === 'paused' ? 'Resume' : 'Try again'}
            onClick={() => upload.resume()}
          >
            <Play className="size-4" />
          </IconButton>
        )}
        <IconButton
          label={isOpen ? 'Cancel' : 'Remove from this list'}
          onClick={() => (isOpen ? void upload.cancel() : removeUpload(item.id))}
        >
          <X className="size-4" />
        </IconButton>
      </div>
      <p className="numbers mt-1 mb-2 text-[0.8125rem] text-dim" aria-live="polite">
        {state.phase === 'sending' && `${Math.floor(percent)} % · ${speedOf(item)}`}
        {state.phase === 'paused' && `Paused at ${Math.floor(percent)} %`}
        {state.phase === 'done' && 'Uploaded. It plays already and is being processed.'}
        {state.phase === 'cancelled' && 'Cancelled'}
        {state.phase === 'failed' && <span className="text-danger">{state.problem}</span>}
        {state.phase === 'sending' && state.problem && (
          <span className="mt-0.5 block text-warn">{state.problem}</span>
        )}
      </p>
      {isOpen && <Progress percent={percent} label={`Upload of ${file.name}`} />}
      {state.ticket && state.phase !== 'cancelled' && state.phase !== 'failed' && (
        <div className="mt-3 flex gap-2">
          <Link
            to="/v/$slug"
            params={{ slug: state.ticket.slug }}
            className={buttonClass(state.phase === 'done' ? 'primary' : 'secondary')}
          >
            Open the video
          </Link>
          <CopyButton text={state.ticket.url} />
        </div>
      )}
    </li>
  );
}

function speedOf({ upload, state }: UploadItem): string {
  if (state.bytesPerSecond === null) return 'starting…';
  const left = timeLeft(upload.file.size - state.sentBytes, state.bytesPerSecond);
  return `${(state.bytesPerSecond / 1_000_000).toFixed(1)} MB/s · ${left || 'finishing'}`;
}
