import { Download } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type { Attachment } from '#shared/attachments.ts';
import { FileIcon, sizeText } from './file-icon.tsx';

const AttachmentViewer = lazy(() =>
  import('./attachment-viewer.tsx').then((m) => ({ default: m.AttachmentViewer })),
);

/** A picture that is shown: its size is known. */
export interface Picture extends Attachment {
  viewUrl: string;
  width: number;
  height: number;
}

function isPicture(attachment: Attachment): attachment is Picture {
  return attachment.viewUrl !== null && attachment.width !== null && attachment.height !== null;
}

/** The files of a comment: pictures as such, at their place before they are loaded, all others as rows. */
export function AttachmentList({ attachments }: { attachments: readonly Attachment[] }) {
  const [openId, setOpenId] = useState<string | null>(null);
  if (attachments.length === 0) return null;
  const pictures = attachments.filter(isPicture);
  const files = attachments.filter((attachment) => !isPicture(attachment));
  return (
    <div className="mt-1.5 space-y-1.5">
      {pictures.length > 0 && (
        <ul aria-label="Pictures" className="flex flex-wrap gap-1.5">
          {pictures.map((picture) => (
            <li key={picture.id}>
              <Thumbnail
                picture={picture}
                isAlone={pictures.length === 1}
                onOpen={() => setOpenId(picture.id)}
              />
            </li>
          ))}
        </ul>
      )}
      {files.length > 0 && (
        <ul aria-label="Files" className="space-y-1.5">
          {files.map((file) => (
            <li key={file.id}>
              <FileRow file={file} />
            </li>
          ))}
        </ul>
      )}
      {openId !== null && (
        <Suspense>
          <AttachmentViewer
            pictures={pictures}
            openId={openId}
            onOpen={setOpenId}
            onClose={() => setOpenId(null)}
          />
        </Suspense>
      )}
    </div>
  );
}

/** Very long or very wide ones are cut. */
const RATIOS = { least: 0.6, most: 2.4 };

function Thumbnail({ picture, isAlone, onOpen }: { picture: Picture; isAlone: boolean; onOpen: () => void }) {
  const ratio = Math.min(RATIOS.most, Math.max(RATIOS.least, picture.width / picture.height));
  // Nothing is blown up.
  const height = Math.max(32, Math.min(isAlone ? 144 : 80, picture.height));
  return (
    <button
      type="button"
      aria-label={`Show ${picture.fileName}`}
      title={picture.fileName}
      onClick={onOpen}
      style={{ width: Math.round(height * ratio), height }}
      className="block max-w-full overflow-hidden rounded-lg border border-line bg-sunken transition-colors duration-150 hover:border-line-strong"
    >
      <img
        src={picture.viewUrl}
        alt=""
        width={picture.width}
        height={picture.height}
        loading="lazy"
        decoding="async"
        className="size-full object-cover"
      />
    </button>
  );
}

function FileRow({ file }: { file: Attachment }) {
  const label = (
    <>
      <FileIcon name={file.fileName} className="size-4.5 shrink-0 text-faint" />
      <span className="min-w-0 truncate font-medium">{file.fileName}</span>
      <span className="numbers shrink-0 text-xs text-faint">{sizeText(file.sizeBytes)}</span>
    </>
  );
  return (
    <div className="flex h-10 items-center overflow-hidden rounded-lg border border-line text-[0.8125rem] coarse:h-11">
      {file.viewUrl === null ? (
        <span title={file.fileName} className="flex min-w-0 flex-1 items-center gap-2 pl-2.5">
          {label}
        </span>
      ) : (
        <a
          href={file.viewUrl}
          target="_blank"
          rel="noopener noreferrer"
          title={`Open ${file.fileName}`}
          className="flex h-full min-w-0 flex-1 items-center gap-2 pl-2.5 hover:bg-hover"
        >
          {label}
        </a>
      )}
      <a
        href={file.downloadUrl}
        download
        aria-label={`Download ${file.fileName}`}
        title="Download"
        className="flex h-full w-10 shrink-0 items-center justify-center text-dim hover:bg-hover hover:text-text coarse:w-11"
      >
        <Download className="size-4" />
      </a>
    </div>
  );
}
