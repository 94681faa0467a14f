import { useQuery } from '@tanstack/react-query';
import { History, Play } from 'lucide-react';
import type { ReactNode } from 'react';
import type { EntryBefore } from '#shared/answering.ts';
import type { EditionId, VideoSlug } from '#shared/ids.ts';
import type { PromptAnswer } from '#shared/series.ts';
import { formatTimecode } from '#shared/timecode.ts';
import { queries } from '../../api/client.ts';
import { cx } from '../../ui/class-names.ts';
import { dayText } from './rhythms.ts';
import { saidBetween } from './said-words.ts';
import { isSpoken as isSpokenKind } from './spoken-prompts.ts';

const MOST_WORDS = 60;

/** What I answered the last time; undefined while it is loaded. */
export function useEntryBefore(id: EditionId): EntryBefore | null | undefined {
  return useQuery(queries.answering.before.queryOptions({ input: { id } })).data;
}

/** What I answered to a prompt the last time: written, picked, or where it was said. Nothing where nothing was. */
export function LastAnswer({
  before,
  promptId,
  className,
}: {
  before: EntryBefore | null | undefined;
  promptId: string;
  className?: string;
}) {
  if (!before) return null;
  const { video, answers, prompts } = before;
  const answer = answers.find((one) => one.promptId === promptId);
  const hasChapters = answers.some(({ atMs }) => atMs !== null);
  const isSpoken = prompts.some(({ id, kind }) => id === promptId && isSpokenKind({ kind }));
  const written = answer ? wordsOf(answer) : null;
  const atMs = answer?.atMs ?? null;
  if (!written && !(video && (hasChapters ? atMs !== null : isSpoken))) return null;
  return (
    <div
      role="note"
      aria-label={`Your last answer, of ${dayText(before.day)}`}
      className={cx('rounded-lg bg-sunken px-3 py-2 text-[0.8125rem]', className)}
    >
      <p className="flex items-center gap-1.5 text-dim">
        <History className="size-3.5" /> Last time, {dayText(before.day)}
      </p>
      {written && <p className="mt-1 wrap-anywhere whitespace-pre-wrap">{written}</p>}
      {video && atMs !== null && <Said slug={video} atMs={atMs} untilMs={endOf(before, atMs)} />}
      {video && !hasChapters && isSpoken && <PlayLink slug={video}>Play your last update</PlayLink>}
    </div>
  );
}

/** The words that were said then, as far as there is a transcript, and the way to them. */
function Said({ slug, atMs, untilMs }: { slug: VideoSlug; atMs: number; untilMs: number }) {
  const transcript = useQuery(queries.playback.transcript.queryOptions({ input: { slug } }));
  const said = saidBetween(transcript.data?.segments ?? [], { fromMs: atMs, untilMs, most: MOST_WORDS });
  return (
    <>
      {said && <p className="mt-1 wrap-anywhere">“{said}”</p>}
      <PlayLink slug={slug} atMs={atMs}>
        Play it from {formatTimecode(atMs)}
      </PlayLink>
    </>
  );
}

/** In a tab of its own: a recording may be running in this one. */
function PlayLink({ slug, atMs = 0, children }: { slug: VideoSlug; atMs?: number; children: ReactNode }) {
  return (
    <a
      href={`/v/${slug}${atMs > 0 ? `?t=${atMs / 1000}` : ''}`}
      target="_blank"
      rel="noreferrer"
      className="mt-1 inline-flex min-h-6 items-center gap-1.5 font-medium text-accent-text hover:underline coarse:min-h-11"
    >
      <Play className="size-3.5" /> {children}
    </a>
  );
}

/** Where the next chapter begins. */
function endOf({ answers }: EntryBefore, atMs: number): number {
  const later = answers.flatMap((answer) =>
    answer.atMs !== null && answer.atMs > atMs ? [answer.atMs] : [],
  );
  return Math.min(Number.POSITIVE_INFINITY, ...later);
}

/** What was written or picked, in words. */
export function wordsOf({ text, option, number, light }: PromptAnswer): string | null {
  const picked = option ?? (number === null ? null : String(number)) ?? light;
  return text || (picked && picked.charAt(0).toUpperCase() + picked.slice(1));
}
