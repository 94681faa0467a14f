import { RotateCw, X } from 'lucide-react';
import { IconButton } from '../../ui/button.tsx';
import { cx } from '../../ui/class-names.ts';
import { Progress } from '../../ui/states.tsx';
import type { FileDraft } from './file-drafts.ts';
import { FileIcon, sizeText } from './file-icon.tsx';
import type { FileSender } from './file-sender.ts';

/** The files that go with a comment that is being written: how far they are, and what can be done about them. */
export function FileChips(props: {
  files: readonly FileDraft[];
  sender: FileSender;
  onRemove?: (key: string) => void;
}) {
  const { files, sender } = props;
  if (files.length === 0) return null;
  return (
    <ul aria-label="Files to send" className="mb-2 max-h-48 space-y-1.5 overflow-y-auto">
      {files.map((file) => (
        <Chip
          key={file.key}
          file={file}
          onRetry={() => sender.retry(file.key)}
          onRemove={() => (props.onRemove ?? ((key) => sender.remove(key)))(file.key)}
        />
      ))}
    </ul>
  );
}

function Chip({ file, onRetry, onRemove }: { file: FileDraft; onRetry: () => void; onRemove: () => void }) {
  const { name, phase, problem } = file;
  const hasFailed = phase === 'failed';
  const percent = Math.floor(file.progress * 100);
  return (
    <li
      className={cx(
        'flex min-h-12 items-center gap-2.5 rounded-lg py-1 pr-1 pl-2 text-[0.8125rem]',
        hasFailed ? 'bg-danger-soft' : 'bg-sunken',
      )}
    >
      <Thumbnail file={file} />
      <div className="min-w-0 flex-1">
        <p className="truncate" title={name}>
          {name}
        </p>
        {phase === 'sending' ? (
          <div className="flex h-4 items-center gap-2">
            <div className="flex-1">
              <Progress percent={percent} label={`Upload of ${name}`} />
            </div>
            <span className="numbers w-9 text-right text-xs text-dim">{percent} %</span>
          </div>
        ) : (
          <p
            role={hasFailed ? 'alert' : undefined}
            className={cx('text-xs', hasFailed ? 'text-danger' : 'numbers text-dim')}
          >
            {hasFailed ? problem : sizeText(file.sizeBytes)}
          </p>
        )}
      </div>
      {hasFailed && file.canRetry && (
        <IconButton label={`Upload ${name} again`} className="size-7" onClick={onRetry}>
          <RotateCw className="size-3.5" />
        </IconButton>
      )}
      <IconButton label={`Remove ${name}`} className="size-7" onClick={onRemove}>
        <X className="size-3.5" />
      </IconButton>
    </li>
  );
}

function Thumbnail({ file }: { file: FileDraft }) {
  const { attachment } = file;
  return (
    <span className="flex size-9 shrink-0 items-center justify-center overflow-hidden rounded-md bg-raised text-faint">
      {attachment?.viewUrl && attachment.width !== null ? (
        <img src={attachment.viewUrl} alt="" className="size-full object-cover" />
      ) : (
        <FileIcon name={file.name} className="size-4.5" />
      )}
    </span>
  );
}
