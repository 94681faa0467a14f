import type { ChannelCategory, MyChannels } from '#shared/channels.ts';
import { Section } from './section.tsx';
import { useSaveChannels } from './use-channels.ts';

const KINDS: { id: ChannelCategory; title: string; text: string }[] = [
  { id: 'asks', title: 'Asks to me', text: 'What I am asked, and reminders of it.' },
  { id: 'urgent', title: 'Urgent', text: 'What somebody marks as urgent, with a reason.' },
  { id: 'updates', title: 'Updates', text: 'Comments, replies, mentions and new versions, bundled.' },
  { id: 'reports', title: 'Reports', text: 'How it stands with what I asked others.' },
];

/** Which kinds of things come by e-mail and by push. The inbox has them all in any case. */
export function EmailPart({ channels }: { channels: MyChannels }) {
  const save = useSaveChannels();
  return (
    <Section
      title="What reaches you"
      text="Your inbox in Playhead keeps everything, whatever you choose here."
    >
      <table className="w-full max-w-2xl border-separate border-spacing-0 text-ui">
        <thead>
          <tr className="text-left text-[0.8125rem] text-dim">
            <th scope="col" className="pb-2 font-medium">
              Kind
            </th>
            <th scope="col" className="w-20 pb-2 text-center font-medium">
              E-mail
            </th>
            <th scope="col" className="w-20 pb-2 text-center font-medium">
              Push
            </th>
          </tr>
        </thead>
        <tbody>
          {KINDS.map(({ id, title, text }) => (
            <tr key={id}>
              <th scope="row" className="border-t border-line py-2.5 pr-4 text-left font-normal">
                <span className="block font-medium">{title}</span>
                <span className="block text-[0.8125rem] text-dim">{text}</span>
              </th>
              {(['email', 'push'] as const).map((channel) => (
                <td key={channel} className="border-t border-line p-0 text-center">
                  <label className="inline-flex size-11 items-center justify-center">
                    <input
                      type="checkbox"
                      aria-label={`${title} by ${channel === 'email' ? 'e-mail' : 'push'}`}
                      checked={channels[channel][id]}
                      disabled={save.isPending}
                      onChange={(event) => save.mutate({ [channel]: { [id]: event.target.checked } })}
                      className="size-4 accent-accent"
                    />
                  </label>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}
