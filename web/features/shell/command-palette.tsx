import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Dialog as Radix } from 'radix-ui';
import { useState } from 'react';
import { formatTimecode } from '#shared/timecode.ts';
import { queries } from '../../api/client.ts';
import { cx } from '../../ui/class-names.ts';
import { useDebounced } from '../../ui/use-debounced.ts';
import { Highlighted } from '../library/highlighted.tsx';
import { toggleTheme } from './theme.ts';

interface Choice {
  key: string;
  label: string;
  detail?: React.ReactNode;
  run: () => void;
}

/** Ctrl K: pages, spaces, and everything that was said. Arrows choose, Enter goes. */
export function CommandPalette({ onClose }: { onClose: () => void }) {
  const navigate = useNavigate();
  const [text, setText] = useState('');
  const [index, setIndex] = useState(0);
  const q = useDebounced(text.trim(), 150);
  const spaces = useQuery(queries.spaces.list.queryOptions());
  const found = useQuery({ ...queries.search.find.queryOptions({ input: { q } }), enabled: q.length > 1 });
  const wanted = text.trim().toLowerCase();

  const places: Choice[] = [
    { key: 'record', label: 'Record', run: () => void navigate({ to: '/record' }) },
    { key: 'upload', label: 'Upload a file', run: () => void navigate({ to: '/upload' }) },
    { key: 'asks', label: 'Asks', run: () => void navigate({ to: '/asks' }) },
    { key: 'library', label: 'Library', run: () => void navigate({ to: '/' }) },
    { key: 'inbox', label: 'Inbox', run: () => void navigate({ to: '/inbox' }) },
    { key: 'settings', label: 'Settings', run: () => void navigate({ to: '/settings' }) },
    {
      key: 'members',
      label: 'Invite people',
      run: () => void navigate({ to: '/settings/$section', params: { section: 'members' } }),
    },
    { key: 'theme', label: 'Switch between light and dark', run: toggleTheme },
    ...(spaces.data ?? []).map((space) => ({
      key: space.id,
      label: space.name,
      detail: 'Space',
      run: () => void navigate({ to: '/spaces/$id', params: { id: space.id } }),
    })),
  ].filter((choice) => choice.label.toLowerCase().includes(wanted));
  const videos: Choice[] = (q.length > 1 ? (found.data ?? []) : []).flatMap(({ video, hits }) => [
    {
      key: video.id,
      label: video.title,
      detail: video.author.name,
      run: () => void navigate({ to: '/v/$slug', params: { slug: video.slug } }),
    },
    ...hits.slice(0, 3).map((hit) => ({
      key: `${video.id}-${hit.atMs}`,
      label: formatTimecode(hit.atMs),
      detail: <Highlighted text={hit.excerpt} ranges={hit.highlights} />,
      run: () =>
        void navigate({ to: '/v/$slug', params: { slug: video.slug }, search: { t: hit.atMs / 1000 } }),
    })),
  ]);
  const choices = [...videos, ...places];
  const chosen = Math.min(index, choices.length - 1);

  function go(choice: Choice | undefined): void {
    if (!choice) return;
    onClose();
    choice.run();
  }

  return (
    <Radix.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-black/40" />
        <Radix.Content
          aria-describedby={undefined}
          className="appear fixed inset-x-3 top-[12dvh] z-50 mx-auto max-w-xl overflow-hidden rounded-2xl border border-line bg-raised shadow-float"
        >
          <Radix.Title className="sr-only">Search and go anywhere</Radix.Title>
          <input
            autoFocus
            role="combobox"
            aria-expanded="true"
            aria-controls="palette"
            aria-activedescendant={choices[chosen] ? `palette-${choices[chosen].key}` : undefined}
            placeholder="Search videos, words that were said, pages…"
            value={text}
            onChange={(event) => {
              setText(event.target.value);
              setIndex(0);
            }}
            onKeyDown={(event) => {
              if (event.key === 'ArrowDown') setIndex(Math.min(chosen + 1, choices.length - 1));
              else if (event.key === 'ArrowUp') setIndex(Math.max(chosen - 1, 0));
              else if (event.key === 'Enter') go(choices[chosen]);
              else return;
              event.preventDefault();
            }}
            className="h-13 w-full border-b border-line bg-transparent px-5 text-base outline-none placeholder:text-faint"
          />
          <ul id="palette" role="listbox" aria-label="Results" className="max-h-[52dvh] overflow-y-auto p-2">
            {choices.map((choice, position) => (
              <li
                key={choice.key}
                id={`palette-${choice.key}`}
                role="option"
                aria-selected={position === chosen}
                onPointerMove={() => setIndex(position)}
                onClick={() => go(choice)}
                className={cx(
                  'flex min-h-10 cursor-pointer items-center gap-3 rounded-lg px-3 text-ui',
                  position === chosen && 'bg-hover',
                )}
              >
                <span className="numbers shrink-0 font-medium">{choice.label}</span>
                <span className="truncate text-dim">{choice.detail}</span>
              </li>
            ))}
            {choices.length === 0 && (
              <li className="p-6 text-center text-ui text-dim">Nothing found for “{text}”.</li>
            )}
          </ul>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
