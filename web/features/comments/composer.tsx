import { PenLine, Settings2, SquareDashed } from 'lucide-react';
import { useEffect, useRef, useSyncExternalStore } from 'react';
import type { CommentLabel } from '#shared/comments.ts';
import { formatTimecode } from '#shared/timecode.ts';
import { errorText } from '../../api/api-error.ts';
import { usePlayer, type PlayerStore } from '../../player/player-store.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { cx } from '../../ui/class-names.ts';
import { Menu, MenuCheck } from '../../ui/menu.tsx';
import { showToast } from '../../ui/toast.tsx';
import { LABEL_LIST, LABELS } from './comment-labels.ts';
import { closeDraft, type Nameable } from './mention-draft.ts';
import { DraftPieces } from './draft-pieces.tsx';
import { FileChips } from './file-chips.tsx';
import { readyFiles } from './file-drafts.ts';
import { AttachButton, FileZone } from './file-zone.tsx';
import { MentionField } from './mention-field.tsx';
import { changeReviewSettings, reviewSettings, useReviewSettings } from './review-settings.ts';
import { NEW_THREAD, type ReplyDraft, type ReplyDrafts } from './reply-drafts.ts';
import { RecordMenu, ReplySlot } from './reply-slot.tsx';
import {
  canSendDraft,
  EMPTY_DRAFT,
  isEmptyDraft,
  useReview,
  type CommentDraft,
  type ReviewStore,
} from './review-store.ts';
import { startDrawing, startRegion } from './start-drawing.ts';
import type { Comments } from './use-comments.ts';
import { senderOf } from './use-files.ts';

/**
 * Writes a new comment. It takes the frame when typing or drawing starts, so that the comment stays where it was meant
 * however long the sentence gets; a range that is marked (I, O) goes before.
 */
export function Composer(props: {
  player: PlayerStore;
  review: ReviewStore;
  comments: Comments;
  candidates: readonly Nameable[];
  /** Recorded replies that are not sent yet; null: nobody records here. */
  replyDrafts: ReplyDrafts | null;
}) {
  const { player, review, comments, replyDrafts } = props;
  const draft = useReview(review, (state) => state.draft);
  const sender = senderOf(review, comments.slug);
  const place = usePlace(player, review);
  const isPausedByUs = useRef(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const reply = useNewReply(replyDrafts);
  const attachments = readyFiles(draft.files);
  const canSend = reply ? reply.slug !== null && attachments !== null : canSendDraft(draft);
  useEffect(() => void sender.refresh(), [sender]);

  async function send(): Promise<void> {
    const body = closeDraft(draft.text.trim(), draft.people);
    if (!canSend || attachments === null || comments.isSending) return;
    const kept = { ...draft, ...place };
    review.write(EMPTY_DRAFT);
    replyDrafts?.clear(NEW_THREAD);
    player.mark({ inMs: null, outMs: null });
    if (isPausedByUs.current && reviewSettings().pausesWhileTyping) player.play();
    isPausedByUs.current = false;
    const { ink, region, label, quote } = draft;
    const pinned = isOnWhole(draft) ? { atMs: null, endMs: null } : place;
    const sent = { body, ...pinned, quote, ink, region, attachments, label, parentId: null, reply };
    await comments.send(sent).catch((error: unknown) => {
      review.write(kept);
      if (reply) replyDrafts?.set(NEW_THREAD, reply);
      showToast(`${errorText(error).message} What you wrote is still here.`, { isError: true });
    });
    field.current?.focus();
  }

  /** The first thing that is put into it pins it. */
  function begin(): void {
    if (!isEmptyDraft(draft)) return;
    if (reviewSettings().pausesWhileTyping && player.get().phase === 'playing') {
      player.pause();
      isPausedByUs.current = true;
    }
    review.write({ atMs: player.frameStartMs() });
  }

  /** The last thing that is taken out of it lets it go. */
  function end(): void {
    if (isEmptyDraft(review.get().draft)) review.write({ atMs: null, endMs: null });
  }

  function write(value: { text: string; people: Nameable[] }): void {
    if (value.text !== '') begin();
    review.write(value);
    end();
  }

  function addFiles(files: File[]): void {
    if (files.length > 0) begin();
    sender.add(files);
  }

  return (
    <form
      className="border-t border-line bg-raised p-3"
      aria-label="New comment"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <FileZone onFiles={addFiles}>
        <DraftPieces review={review} />
        {replyDrafts && <ReplySlot drafts={replyDrafts} place={NEW_THREAD} />}
        <FileChips
          files={draft.files}
          sender={sender}
          onRemove={(key) => {
            sender.remove(key);
            end();
          }}
        />
        <MentionField
          ref={field}
          label="Write a comment"
          placeholder="Write a comment… @ names somebody"
          value={draft}
          onChange={write}
          candidates={props.candidates}
          onSend={() => void send()}
        />
        <div className="mt-2 flex flex-wrap items-center gap-x-1 gap-y-1.5">
          <PlaceButton review={review} place={place} isOnWhole={isOnWhole(draft)} />
          <IconButton
            label="Draw on the picture (D)"
            onClick={() => startDrawing(player, review)}
            className={cx(draft.ink.length > 0 && 'text-accent-text')}
          >
            <PenLine className="size-4" />
          </IconButton>
          <IconButton
            label="Mark a region of the picture (G)"
            onClick={() => startRegion(player, review)}
            className={cx(draft.region && 'text-accent-text')}
          >
            <SquareDashed className="size-4" />
          </IconButton>
          <AttachButton onFiles={addFiles} />
          {replyDrafts && (
            <RecordMenu drafts={replyDrafts} place={NEW_THREAD} player={player} onStart={begin} />
          )}
          <span className="flex-1" />
          <SettingsMenu />
        </div>
        <div className="mt-1.5 flex items-center justify-between gap-3">
          <select
            aria-label="Label"
            value={draft.label ?? ''}
            onChange={(event) =>
              review.write({ label: event.target.value === '' ? null : (event.target.value as CommentLabel) })
            }
            className="-ml-1 h-8 max-w-28 cursor-pointer truncate rounded-lg bg-transparent px-1.5 text-[0.8125rem] text-dim hover:bg-hover hover:text-text coarse:h-11"
          >
            <option value="">Label</option>
            {LABEL_LIST.map((label) => (
              <option key={label} value={label}>
                {LABELS[label].name}
              </option>
            ))}
          </select>
          <Button
            type="submit"
            look="primary"
            className="max-sm:flex-1"
            disabled={!canSend}
            isBusy={comments.isSending}
          >
            Comment
          </Button>
        </div>
      </FileZone>
    </form>
  );
}

function isOnWhole(draft: CommentDraft): boolean {
  return draft.isOnWhole && draft.ink.length === 0 && draft.region === null;
}

/** What was recorded to begin a thread with. */
function useNewReply(drafts: ReplyDrafts | null): ReplyDraft | null {
  return useSyncExternalStore(drafts?.subscribe ?? NOTHING_TO_HEAR, () => drafts?.get(NEW_THREAD) ?? null);
}

const NOTHING_TO_HEAR = () => () => undefined;

interface Place {
  atMs: number;
  endMs: number | null;
}

function usePlace(player: PlayerStore, review: ReviewStore): Place {
  const pinnedMs = useReview(review, (state) => state.draft.atMs);
  const pinnedEndMs = useReview(review, (state) => state.draft.endMs);
  const inMs = usePlayer(player, (state) => state.inMs);
  const outMs = usePlayer(player, (state) => state.outMs);
  // Rendered once a second is enough to read; what is sent is asked for exactly when it is pinned.
  usePlayer(player, (state) => Math.floor(state.positionMs / 500));
  const atMs = inMs ?? pinnedMs ?? player.frameStartMs();
  const endMs = outMs ?? (inMs === null ? pinnedEndMs : null);
  return { atMs, endMs: endMs !== null && endMs > atMs ? endMs : null };
}

function PlaceButton({
  review,
  place,
  isOnWhole,
}: {
  review: ReviewStore;
  place: Place;
  isOnWhole: boolean;
}) {
  return (
    <button
      type="button"
      aria-pressed={!isOnWhole}
      title="Pin it to this moment, or say it of the whole video. I and O mark a range."
      onClick={() => review.write({ isOnWhole: !isOnWhole })}
      className={cx(
        'numbers rounded-lg px-2 py-1 text-[0.8125rem] font-medium whitespace-nowrap transition-colors coarse:min-h-11',
        isOnWhole ? 'bg-sunken text-dim' : 'bg-accent-soft text-accent-text',
      )}
    >
      {isOnWhole
        ? 'On the whole'
        : `${formatTimecode(place.atMs)}${place.endMs === null ? '' : ` – ${formatTimecode(place.endMs)}`}`}
    </button>
  );
}

function SettingsMenu() {
  const { pausesWhileTyping, showsGhosts } = useReviewSettings();
  return (
    <Menu
      trigger={
        <IconButton label="Settings of reviewing">
          <Settings2 className="size-4" />
        </IconButton>
      }
    >
      <MenuCheck
        isChecked={pausesWhileTyping}
        onChange={(isOn) => changeReviewSettings({ pausesWhileTyping: isOn })}
      >
        Pause while I type, play on when I send
      </MenuCheck>
      <MenuCheck isChecked={showsGhosts} onChange={(isOn) => changeReviewSettings({ showsGhosts: isOn })}>
        Let neighbouring drawings shine through
      </MenuCheck>
    </Menu>
  );
}
