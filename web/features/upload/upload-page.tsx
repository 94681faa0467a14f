import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { FileVideo, UploadCloud, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { SpaceId } from '#shared/ids.ts';
import type { UploadTicket } from '#shared/uploads.ts';
import { errorText } from '../../api/api-error.ts';
import { queries } from '../../api/client.ts';
import { Button, buttonClass, IconButton } from '../../ui/button.tsx';
import { cx } from '../../ui/class-names.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { SelectField } from '../../ui/field.tsx';
import { Progress } from '../../ui/states.tsx';
import { useTitle } from '../../ui/use-title.ts';
import { uploadFile } from './upload-file.ts';

interface Item {
  id: number;
  file: File;
  sentBytes: number;
  startedAt: number;
  ticket: UploadTicket | null;
  state: 'sending' | 'done' | 'cancelled' | 'failed';
  error: string | null;
  cancel: () => void;
}

let nextId = 1;

/** `/upload`: drop files, watch them go, get the links. */
export function UploadPage() {
  useTitle('Upload');
  const [items, setItems] = useState<Item[]>([]);
  const [isOver, setOver] = useState(false);
  const [spaceId, setSpaceId] = useState('');
  const spaces = useQuery(queries.spaces.list.queryOptions());
  const system = useQuery(queries.accounts.system.queryOptions());
  const picker = useRef<HTMLInputElement>(null);
  const isSending = items.some((item) => item.state === 'sending');
  useEffect(() => {
    if (!isSending) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [isSending]);

  function add(files: Iterable<File>): void {
    const space = spaces.data?.find(({ id }) => id === spaceId)?.id ?? null;
    for (const file of files) start(file, space);
  }

  function start(file: File, space: SpaceId | null): void {
    const id = nextId++;
    const controller = new AbortController();
    const change = (part: Partial<Item>) =>
      setItems((all) => all.map((item) => (item.id === id ? { ...item, ...part } : item)));
    const item: Item = {
      id,
      file,
      sentBytes: 0,
      startedAt: Date.now(),
      ticket: null,
      state: 'sending',
      error: null,
      cancel: () => controller.abort(),
    };
    setItems((all) => [item, ...all]);
    uploadFile(file, space, {
      signal: controller.signal,
      onTicket: (ticket) => change({ ticket }),
      onProgress: (sentBytes) => change({ sentBytes }),
    }).then(
      () => change({ state: 'done', sentBytes: file.size }),
      (error: unknown) =>
        change(
          controller.signal.aborted
            ? { state: 'cancelled' }
            : { state: 'failed', error: errorText(error).message },
        ),
    );
  }

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
        <p className="mt-3 font-medium">Drop a video here</p>
        <p className="mt-1 text-ui text-dim">MP4, MOV, WebM, MKV or AVI{limit && `, up to ${limit}`}</p>
        <Button look="primary" className="mt-4" onClick={() => picker.current?.click()}>
          Choose a file
        </Button>
        <input
          ref={picker}
          type="file"
          accept="video/*,.mkv,.avi,.mov"
          multiple
          hidden
          aria-label="Video files"
          onChange={(event) => add(event.target.files ?? [])}
        />
      </div>
      <SelectField
        label="Space"
        className="mt-5 max-w-xs"
        value={spaceId}
        onChange={(event) => setSpaceId(event.target.value)}
      >
        <option value="">None: the whole workspace</option>
        {spaces.data?.map((space) => (
          <option key={space.id} value={space.id}>
            {space.name}
          </option>
        ))}
      </SelectField>
      <ul className="mt-7 space-y-3" aria-label="Uploads">
        {items.map((item) => (
          <UploadRow key={item.id} item={item} />
        ))}
      </ul>
    </div>
  );
}

function UploadRow({ item }: { item: Item }) {
  const percent = item.file.size > 0 ? (item.sentBytes / item.file.size) * 100 : 100;
  return (
    <li className="rounded-xl border border-line bg-raised p-4">
      <div className="flex items-center gap-3">
        <FileVideo className="size-5 shrink-0 text-faint" />
        <p className="min-w-0 flex-1 truncate text-ui font-medium">{item.file.name}</p>
        {item.state === 'sending' && (
          <IconButton label="Cancel" onClick={item.cancel}>
            <X className="size-4" />
          </IconButton>
        )}
      </div>
      <p className="numbers mt-1 mb-2 text-[0.8125rem] text-dim" aria-live="polite">
        {item.state === 'sending' && `${Math.floor(percent)} % · ${timeLeft(item)}`}
        {item.state === 'done' && 'Uploaded. It plays already and is being processed.'}
        {item.state === 'cancelled' && 'Cancelled'}
        {item.state === 'failed' && <span className="text-danger">{item.error}</span>}
      </p>
      {item.state === 'sending' && <Progress percent={percent} label={`Upload of ${item.file.name}`} />}
      {item.ticket && item.state !== 'cancelled' && item.state !== 'failed' && (
        <div className="mt-3 flex gap-2">
          <Link
            to="/v/$slug"
            params={{ slug: item.ticket.slug }}
            className={buttonClass(item.state === 'done' ? 'primary' : 'secondary')}
          >
            Open the video
          </Link>
          <CopyButton text={item.ticket.url} />
        </div>
      )}
    </li>
  );
}

function timeLeft(item: Item): string {
  const seconds = (Date.now() - item.startedAt) / 1000;
  if (item.sentBytes === 0 || seconds < 1) return 'starting…';
  const left = ((item.file.size - item.sentBytes) / item.sentBytes) * seconds;
  return left < 90 ? `${Math.ceil(left)} s left` : `${Math.ceil(left / 60)} min left`;
}
