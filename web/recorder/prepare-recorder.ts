import { canSpool, openSpool } from './spool/spool.ts';
import { warmSound } from './sound/sound-mix.ts';
import { warmStudio } from './studio/studio-engine.ts';

/** Everything that recording, recovering and saving a copy may need is loaded while there is a server to load it from. */
export function prepareRecorder(): void {
  warmStudio();
  warmSound();
  if (canSpool())
    void openSpool()
      .list()
      .catch(() => undefined);
  void import('./copy/save-copy.ts').catch(() => undefined);
}
