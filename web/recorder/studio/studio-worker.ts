import { ensureAacEncoder } from './cmaf-run.ts';
import { Studio } from './studio.ts';
import type { StudioEvent, StudioRequest } from './studio-messages.ts';

let studio: Studio | null = null;

function tell(event: StudioEvent, transfer: Transferable[] = []): void {
  postMessage(event, { transfer });
}

addEventListener('message', ({ data }: MessageEvent<StudioRequest>) => {
  try {
    if (data.type === 'warm') void ensureAacEncoder(48_000).catch(() => false);
    else if (data.type === 'open') {
      studio = new Studio(data, tell);
      tell({ type: 'opened' });
    } else studio?.handle(data);
  } catch (error) {
    tell({
      type: 'failed',
      message: error instanceof Error ? error.message : 'The recording stopped by itself.',
    });
  }
});
