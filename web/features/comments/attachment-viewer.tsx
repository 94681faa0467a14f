import { ChevronLeft, ChevronRight, Download } from 'lucide-react';
import { useState } from 'react';
import { buttonClass, IconButton, Spinner } from '../../ui/button.tsx';
import { cx } from '../../ui/class-names.ts';
import { Dialog } from '../../ui/dialog.tsx';
import type { Picture } from './attachment-list.tsx';
import { sizeText } from './file-icon.tsx';

/** The pictures of a comment, large, one at a time. Arrow keys lead on, Escape closes. */
export function AttachmentViewer(props: {
  pictures: readonly Picture[];
  openId: string;
  onOpen: (id: string) => void;
  onClose: () => void;
}) {
  const { pictures, openId, onOpen, onClose } = props;
  const at = pictures.findIndex(({ id }) => id === openId);
  const picture = pictures[at];
  if (!picture) return null;
  const go = (by: 1 | -1) => {
    const next = pictures[at + by];
    if (next) onOpen(next.id);
  };
  return (
    <Dialog
      isOpen
      isLarge
      onClose={onClose}
      onKeyDown={(event) => {
        if (event.key === 'ArrowRight') go(1);
        if (event.key === 'ArrowLeft') go(-1);
      }}
      title={picture.fileName}
      description={
        <span className="numbers">
          {pictures.length > 1 && `${at + 1} of ${pictures.length} · `}
          {picture.width} × {picture.height} · {sizeText(picture.sizeBytes)}
        </span>
      }
    >
      <Large key={picture.id} picture={picture} />
      <div className="mt-4 flex items-center justify-center gap-1">
        {pictures.length > 1 && (
          <IconButton label="The one before" disabled={at === 0} onClick={() => go(-1)}>
            <ChevronLeft className="size-5" />
          </IconButton>
        )}
        <a href={picture.downloadUrl} download className={buttonClass()}>
          <Download className="size-4" /> Download
        </a>
        {pictures.length > 1 && (
          <IconButton label="The next one" disabled={at === pictures.length - 1} onClick={() => go(1)}>
            <ChevronRight className="size-5" />
          </IconButton>
        )}
      </div>
    </Dialog>
  );
}

function Large({ picture }: { picture: Picture }) {
  const [phase, setPhase] = useState<'loading' | 'shown' | 'failed'>('loading');
  return (
    <div className="relative flex h-[52dvh] sm:h-[min(64dvh,48rem)] items-center justify-center overflow-hidden rounded-lg bg-sunken">
      {phase === 'failed' ? (
        <p role="alert" className="text-ui text-dim">
          This picture can’t be shown. Download it instead.
        </p>
      ) : (
        <img
          src={picture.viewUrl}
          alt={picture.fileName}
          width={picture.width}
          height={picture.height}
          onLoad={() => setPhase('shown')}
          onError={() => setPhase('failed')}
          className={cx(
            'h-auto max-h-full w-auto max-w-full object-contain',
            phase === 'loading' && 'opacity-0',
          )}
        />
      )}
      {phase === 'loading' && <Spinner className="absolute size-6 text-faint" />}
    </div>
  );
}
