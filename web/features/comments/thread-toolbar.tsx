import { ListChecks, SlidersHorizontal } from 'lucide-react';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/class-names.ts';
import { Menu, MenuChoice, MenuLabel, MenuSeparator } from '../../ui/menu.tsx';
import { LABEL_LIST, LABELS } from './comment-labels.ts';
import { filterThreads, NO_FILTER, peopleOf, type Thread, type ThreadFilter } from './thread-filter.ts';

const SHOWS: [ThreadFilter['show'], string][] = [
  ['all', 'All'],
  ['open', 'Open'],
  ['mine', 'Mine'],
  ['mentions', 'Mentions me'],
];

const VERSIONS: [ThreadFilter['version'], string][] = [
  ['all', 'Any'],
  ['this', 'This one'],
  ['earlier', 'Earlier, still open'],
];

/** Which threads are listed, and in what order. Every choice says how many it shows. */
export function ThreadToolbar(props: {
  threads: readonly Thread[];
  filter: ThreadFilter;
  onFilter: (filter: ThreadFilter) => void;
  meId: string;
  /** The number of the version that is seen. */
  version: number;
  onWorkThrough: () => void;
}) {
  const { threads, filter, onFilter, meId, version } = props;
  const countOf = (show: ThreadFilter['show']) =>
    filterThreads(threads, { ...filter, show }, meId, version).length;
  const hasEarlier = threads.some(({ thread }) => thread.version !== version);
  const isNarrowed =
    filter.label !== null || filter.personId !== null || filter.version !== 'all' || filter.sort !== 'time';
  return (
    <div className="flex items-center gap-1 border-b border-line px-2 py-1.5">
      <div role="radiogroup" aria-label="Show" className="flex min-w-0 flex-1 gap-0.5 overflow-x-auto">
        {SHOWS.map(([show, name]) => (
          <button
            key={show}
            type="button"
            role="radio"
            aria-checked={filter.show === show}
            onClick={() => onFilter({ ...filter, show })}
            className="numbers h-7 shrink-0 rounded-md px-2 text-[0.8125rem] text-dim transition-colors duration-150 hover:text-text aria-checked:bg-hover aria-checked:font-medium aria-checked:text-text coarse:h-11"
          >
            {name} <span className="text-xs text-faint">{countOf(show)}</span>
          </button>
        ))}
      </div>
      <Button
        look="quiet"
        size="small"
        title="Work through the open threads, one by one"
        aria-label="Work through the open threads"
        onClick={props.onWorkThrough}
      >
        <ListChecks className="size-4" />
      </Button>
      <Menu
        trigger={
          <Button
            look="quiet"
            size="small"
            aria-label="Filter and sort"
            title="Filter and sort"
            className={cx(isNarrowed && 'text-accent-text')}
          >
            <SlidersHorizontal className="size-4" />
          </Button>
        }
      >
        <MenuLabel>Order</MenuLabel>
        <MenuChoice
          value={filter.sort}
          onChange={(sort) => onFilter({ ...filter, sort: sort === 'newest' ? 'newest' : 'time' })}
          options={[
            ['time', 'By time in the video'],
            ['newest', 'Newest first'],
          ]}
        />
        <MenuSeparator />
        {(hasEarlier || filter.version !== 'all') && (
          <>
            <MenuLabel>Version</MenuLabel>
            <MenuChoice
              value={filter.version}
              onChange={(value) =>
                onFilter({ ...filter, version: VERSIONS.find(([name]) => name === value)?.[0] ?? 'all' })
              }
              options={VERSIONS}
            />
            <MenuSeparator />
          </>
        )}
        <MenuLabel>Label</MenuLabel>
        <MenuChoice
          value={filter.label ?? ''}
          onChange={(value) =>
            onFilter({ ...filter, label: LABEL_LIST.find((label) => label === value) ?? null })
          }
          options={[['', 'Any'], ...LABEL_LIST.map((label): [string, string] => [label, LABELS[label].name])]}
        />
        <MenuSeparator />
        <MenuLabel>Person</MenuLabel>
        <MenuChoice
          value={filter.personId ?? ''}
          onChange={(value) => onFilter({ ...filter, personId: value || null })}
          options={[
            ['', 'Anybody'],
            ...peopleOf(threads).map(({ id, name }): [string, string] => [id, name]),
          ]}
        />
        {isNarrowed && (
          <>
            <MenuSeparator />
            <MenuChoice
              value=""
              onChange={() => onFilter({ ...NO_FILTER, show: filter.show })}
              options={[['reset', 'Clear the filters']]}
            />
          </>
        )}
      </Menu>
    </div>
  );
}
