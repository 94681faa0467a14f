import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Circle, Film, FolderOpen, X } from 'lucide-react';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import type { EditionId, VideoSlug } from '#shared/ids.ts';
import { formatTimecode } from '#shared/timecode.ts';
import { queries } from '../../api/client.ts';
import { Button, buttonClass, IconButton } from '../../ui/button.tsx';
import { comesFromRecorder } from './comes-from-recorder.ts';
import { withVideo, type EntryDraft } from './entry-draft.ts';

const Picker = lazy(() => import('./video-picker.tsx').then((m) => ({ default: m.VideoPicker })));
const Recorded = lazy(() => import('./recorded-field.tsx').then((m) => ({ default: m.RecordedField })));

interface Field {
  editionId: EditionId;
  draft: EntryDraft;
  onChange: (draft: EntryDraft) => void;
}

/** The video of an update: recorded for it, or one of mine; or none, and all is written. */
export function VideoField({ editionId, draft, onChange }: Field) {
  const [isPicking, setPicking] = useState(false);
  const isEmpty = draft.video === '' && draft.recordingId === null;
  return (
    <div className="space-y-2.5">
      {draft.video !== '' && (
        <Chosen
          editionId={editionId}
          slug={draft.video as VideoSlug}
          onRemove={() => onChange(withVideo(draft, { recordingId: null, video: '' }))}
        />
      )}
      {draft.recordingId !== null && (
        <Suspense>
          <Recorded draft={draft} recordingId={draft.recordingId} onChange={onChange} />
        </Suspense>
      )}
      <div className="flex flex-wrap gap-2">
        <Link
          to="/record"
          search={{ edition: editionId }}
          className={buttonClass(isEmpty ? 'primary' : 'secondary')}
        >
          <Circle className={`size-3.5 ${isEmpty ? 'fill-current' : 'fill-red-600 text-red-600'}`} />
          {isEmpty ? 'Record your update' : 'Record anew'}
        </Link>
        <Button onClick={() => setPicking(true)}>
          <FolderOpen className="size-4" /> {isEmpty ? 'Use a video of mine' : 'Use another video'}
        </Button>
      </div>
      {isEmpty && <p className="text-[0.8125rem] text-dim">Or write below what you would say.</p>}
      <Suspense>
        {isPicking && (
          <Picker
            onClose={() => setPicking(false)}
            onPick={(video) => {
              setPicking(false);
              if (video !== draft.video) onChange(withVideo(draft, { recordingId: null, video }));
            }}
          />
        )}
      </Suspense>
    </div>
  );
}

function Chosen({
  editionId,
  slug,
  onRemove,
}: {
  editionId: EditionId;
  slug: VideoSlug;
  onRemove: () => void;
}) {
  const box = useRef<HTMLElement>(null);
  // Whoever has just stopped goes on here, also with the keyboard.
  useEffect(() => {
    if (comesFromRecorder(editionId)) box.current?.focus();
  }, [editionId]);
  const video = useQuery(queries.videos.get.queryOptions({ input: { slug } }));
  return (
    <section
      ref={box}
      tabIndex={-1}
      aria-label="Video of your update"
      className="flex items-center gap-3 rounded-xl border border-line bg-raised p-2"
    >
      <Poster url={video.data?.posterUrl} />
      <p className="min-w-0 flex-1">
        <Link
          to="/v/$slug"
          params={{ slug }}
          className="line-clamp-2 wrap-anywhere text-ui font-medium hover:text-accent-text"
        >
          {video.data?.title ?? 'Video'}
        </Link>
        <span className="numbers block text-[0.8125rem] text-dim">
          {video.error
            ? 'It is not there any more. Choose another one.'
            : video.data?.durationMs
              ? formatTimecode(video.data.durationMs)
              : 'Being made ready; it can be sent already.'}
        </span>
      </p>
      <IconButton label="Without this video" onClick={onRemove}>
        <X className="size-4" />
      </IconButton>
    </section>
  );
}

/** A small picture of a video. */
export function Poster({ url }: { url: string | null | undefined }) {
  return (
    <span className="flex aspect-video w-24 shrink-0 items-center justify-center overflow-hidden rounded-md bg-sunken text-faint">
      {url ? (
        <img src={url} alt="" loading="lazy" className="size-full object-cover" />
      ) : (
        <Film className="size-5" />
      )}
    </span>
  );
}
