import type { Transaction } from '#server/db/connect.ts';
import { publish } from '#server/events/publish.ts';
import { VideoRequestId } from '#shared/ids.ts';

/** Tells open pages that a request has changed; never what it says. */
export async function publishRequest(
  tx: Transaction,
  request: { id: string; workspaceId: string },
): Promise<void> {
  await publish(tx, request.workspaceId, {
    type: 'request.changed',
    requestId: VideoRequestId.parse(request.id),
  });
}
