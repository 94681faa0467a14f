import { Download } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { Playback } from '#shared/playback.ts';
import { formatTimecode, parseTimecode } from '#shared/timecode.ts';
import { errorText } from '../../api/api-error.ts';
import { exportRange, LONGEST_GIF_MS, type ExportFormat } from '../../export/export-range.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FormError, SelectField, TextField } from '../../ui/field.tsx';
import { Progress } from '../../ui/states.tsx';

const STEPS = { loading: 'Loading the exporter', fetching: 'Fetching the video', making: 'Making the file' };
type Step = keyof typeof STEPS;

/** A range of the video as GIF or MP4, made in the browser. */
export function ExportDialog(props: {
  playback: Playback;
  title: string;
  startMs: number;
  onClose: () => void;
}) {
  const durationMs = props.playback.durationMs ?? 0;
  const [format, setFormat] = useState<ExportFormat>('gif');
  const [start, setStart] = useState(formatTimecode(Math.min(props.startMs, Math.max(0, durationMs - 1000))));
  const [end, setEnd] = useState(formatTimecode(Math.min(durationMs + 999, props.startMs + 6000)));
  const [progress, setProgress] = useState<{ step: Step; percent: number } | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [made, setMade] = useState<{ url: string; name: string; size: number } | null>(null);
  const controller = useRef<AbortController | null>(null);
  useEffect(() => () => controller.current?.abort(), []);
  useEffect(() => () => void (made && URL.revokeObjectURL(made.url)), [made]);

  const startMs = parseTimecode(start);
  const endMs = Math.min(parseTimecode(end) ?? Number.NaN, durationMs || Number.POSITIVE_INFINITY);
  const problem =
    startMs === null || Number.isNaN(endMs)
      ? 'Write times as 1:23.'
      : endMs <= startMs
        ? 'The end must be after the start.'
        : format === 'gif' && endMs - startMs > LONGEST_GIF_MS
          ? `A GIF can be ${LONGEST_GIF_MS / 1000} seconds long. Choose MP4 for more.`
          : null;

  async function run(): Promise<void> {
    if (startMs === null) return;
    setError(null);
    setMade(null);
    controller.current = new AbortController();
    const { signal } = controller.current;
    try {
      const blob = await exportRange({
        playback: props.playback,
        startMs,
        endMs,
        format,
        signal,
        onProgress: (step, percent) => setProgress({ step, percent }),
      });
      const name = `${props.title.replaceAll(/[\\/:*?"<>|]+/g, ' ').trim() || 'Video'}.${format}`;
      setMade({ url: URL.createObjectURL(blob), name, size: blob.size });
    } catch (thrown) {
      if (!signal.aborted) setError(errorText(thrown).message);
    } finally {
      setProgress(null);
    }
  }

  return (
    <Dialog
      isOpen
      onClose={props.onClose}
      title="Export a range"
      description="It is made in your browser; nothing is sent anywhere."
    >
      <form
        className="space-y-4"
        onSubmit={(event) => {
          event.preventDefault();
          void run();
        }}
      >
        <SelectField
          label="Format"
          value={format}
          disabled={progress !== null}
          onChange={(event) => setFormat(event.target.value as ExportFormat)}
        >
          <option value="gif">GIF (no sound)</option>
          <option value="mp4">MP4</option>
        </SelectField>
        <div className="grid grid-cols-2 gap-3">
          <TextField label="From" value={start} onChange={(event) => setStart(event.target.value)} />
          <TextField label="To" value={end} onChange={(event) => setEnd(event.target.value)} />
        </div>
        {problem && <p className="text-[0.8125rem] text-warn">{problem}</p>}
        <FormError>{error}</FormError>
        {progress && (
          <div aria-live="polite">
            <p className="numbers mb-1.5 text-[0.8125rem] text-dim">
              {STEPS[progress.step]}… {Math.floor(progress.percent)} %
            </p>
            <Progress percent={progress.percent} label={STEPS[progress.step]} />
          </div>
        )}
        {made && <p className="text-ui">Done: {(made.size / 1_000_000).toFixed(1)} MB.</p>}
        <div className="flex justify-end gap-2">
          {progress ? (
            // With keys of their own: one button that turned into the other would submit by the click that cancels.
            <Button key="cancel" onClick={() => controller.current?.abort()}>
              Cancel
            </Button>
          ) : (
            <Button
              key="export"
              type="submit"
              look={made ? 'secondary' : 'primary'}
              disabled={problem !== null}
            >
              {made ? 'Make it once more' : 'Export'}
            </Button>
          )}
          {made && (
            <a href={made.url} download={made.name} className={buttonClass('primary')}>
              <Download className="size-4" /> Save {made.name.split('.').at(-1)?.toUpperCase()}
            </a>
          )}
        </div>
      </form>
    </Dialog>
  );
}
