import { ANNOTATION_KEYS } from '../../ink/annotation-tools.ts';
import { PLAYER_KEYS } from '../../player/use-player-keys.ts';
import { INBOX_KEYS } from '../inbox/inbox-keys.ts';
import { RECORDER_KEYS } from '../record/recorder-key-list.ts';
import { Dialog } from '../../ui/dialog.tsx';

const EVERYWHERE = [
  ['Ctrl K', 'Search and go anywhere'],
  ['?', 'These keys'],
] as const;

const ASK_KEYS = [
  ['J K', 'The next, the one before'],
  ['Enter', 'Answer'],
  ['O', 'Open the video'],
  ['X', 'Select, to acknowledge several'],
] as const;

export function KeysDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog isOpen onClose={onClose} title="Keys">
      <Keys title="Everywhere" keys={EVERYWHERE} />
      <Keys title="In the inbox" keys={INBOX_KEYS} />
      <Keys title="While watching" keys={PLAYER_KEYS} />
      <Keys title="While drawing on a comment" keys={ANNOTATION_KEYS} />
      <Keys title="On what you owe" keys={ASK_KEYS} />
      <Keys title="While recording" keys={RECORDER_KEYS} />
    </Dialog>
  );
}

function Keys({ title, keys }: { title: string; keys: readonly (readonly [string, string])[] }) {
  return (
    <section className="mb-4">
      <h3 className="mb-1 text-xs font-medium text-faint">{title}</h3>
      <dl className="divide-y divide-line">
        {keys.map(([key, what]) => (
          <div key={key} className="flex justify-between py-1.5 text-ui">
            <dt className="text-dim">{what}</dt>
            <dd className="font-medium">{key}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
