import { queries, queryClient } from '../../api/client.ts';
import { errorText } from '../../api/api-error.ts';
import { loadSettings, type RecorderSettings } from '../../recorder/recorder-settings.ts';
import { recorder } from '../../recorder/recorder.ts';
import { VOICE_FRAME_RATE } from '../../recorder/picture/voice-picture.ts';
import { showToast } from '../../ui/toast.tsx';
import { NEW_THREAD, type ReplyDrafts, type ReplyPlace } from './reply-drafts.ts';

export type ReplyKind = 'video' | 'voice' | 'screen';

/** A reply is looked at in a small player. */
const MOST_HEIGHT = 720;

/** With the camera, the microphone and the sound settings of the last recording, and without a countdown. */
export function replySettings(kind: ReplyKind, stored: RecorderSettings): RecorderSettings {
  const common = {
    ...stored,
    height: Math.min(stored.height, MOST_HEIGHT),
    hasCountdown: false,
    // Whoever records without a microphone elsewhere still speaks in a reply.
    microphoneId: stored.microphoneId ?? '',
  };
  if (kind === 'voice') return { ...common, mode: 'voice', frameRate: VOICE_FRAME_RATE };
  return { ...common, mode: kind === 'screen' ? 'both' : 'camera' };
}

/** Records a reply at its comment. Where something is recorded already, the place says so. */
export async function startReply(drafts: ReplyDrafts, place: ReplyPlace, kind: ReplyKind): Promise<void> {
  try {
    const { user, workspace } = await queryClient.ensureQueryData(queries.accounts.me.queryOptions());
    // The one before is delivered in the background, if need be.
    if (recorder.get().phase === 'done') recorder.reset();
    const reply = {
      slug: drafts.slug,
      threadId: place === NEW_THREAD ? null : place,
      hasPicture: kind !== 'voice',
    };
    if (recorder.get().phase === 'idle')
      void recorder.start(
        replySettings(kind, loadSettings()),
        { userId: user.id, title: '', spaceId: null, reply },
        workspace.maxRecordingMinutes * 60_000,
      );
    drafts.open(place);
  } catch (error) {
    showToast(errorText(error).message, { isError: true });
  }
}
