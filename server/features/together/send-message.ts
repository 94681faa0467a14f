import type { ViewerContext } from '#server/context.ts';
import { tellSession } from '#server/events/sessions.ts';
import { DONE, ParticipantId, type Done } from '#shared/ids.ts';
import type { LiveMessage } from '#shared/together.ts';
import { findOwnParticipant } from './access.ts';
import { takeToken } from './message-rate.ts';

/** Shows a laser's move or a stroke to the others. It is written nowhere. */
export async function sendMessage(
  ctx: ViewerContext,
  input: { participantId: string; message: LiveMessage },
): Promise<Done> {
  const { session } = await findOwnParticipant(ctx, input.participantId);
  takeToken(ctx, `send:${input.participantId}`, { perSecond: 25, burst: 50 });
  await tellSession(ctx.db, {
    sessionId: session.id,
    kind: 'message',
    from: ParticipantId.parse(input.participantId),
    message: input.message,
  });
  return DONE;
}
