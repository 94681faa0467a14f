import type { UseNavigateResult } from '@tanstack/react-router';
import { recorder } from '../../recorder/recorder.ts';
import type { UpdateTarget } from '../../recorder/spool/journal.ts';
import { noteRecordedFor } from './comes-from-recorder.ts';

/** From the recorder to the answer that it was recorded for; what is left of the upload goes on in the background. */
export function toUpdatePage(
  { editionId, seriesId, day }: UpdateTarget,
  navigate: UseNavigateResult<string>,
): void {
  noteRecordedFor(editionId);
  void navigate({ to: '/series/$id', params: { id: seriesId }, search: { day }, replace: true }).then(() =>
    recorder.reset(),
  );
}
