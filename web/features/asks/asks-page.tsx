import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { hasRole } from '#shared/permissions.ts';
import { queries } from '../../api/client.ts';
import { useTitle } from '../../ui/use-title.ts';
import { isOpen } from '../video-requests/request-words.ts';
import { RequestsTab } from '../video-requests/requests-tab.tsx';
import { MadeTab } from './made-tab.tsx';
import { OwedTab } from './owed-tab.tsx';
import { TeamTab } from './team-tab.tsx';
import { TimesTab } from './times-tab.tsx';

const TABS = [
  { id: 'owed', title: 'What I owe', component: OwedTab },
  { id: 'made', title: 'What I am owed', component: MadeTab },
  { id: 'videos', title: 'Video requests', component: RequestsTab },
  { id: 'team', title: 'Team', component: TeamTab, isForAdmins: true },
  { id: 'times', title: 'Response times', component: TimesTab },
];

/** On a phone the row of tabs is wider than the screen. */
function showTab(tab: HTMLElement | null): void {
  tab?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}

/** `/asks`: what waits for me, what I wait for, and how the team is doing, without ranking anybody. */
export function AsksPage() {
  const { tab } = useSearch({ from: '/app/asks' });
  const me = useQuery(queries.accounts.me.queryOptions());
  const count = useQuery(queries.asks.count.queryOptions());
  const requests = useQuery(queries.videoRequests.mine.queryOptions());
  const isAdmin = me.data ? hasRole(me.data.role, 'admin') : false;
  const tabs = TABS.filter(({ isForAdmins }) => isAdmin || !isForAdmins);
  const current = tabs.find(({ id }) => id === tab) ?? tabs[0];
  useTitle(`${current?.title ?? ''} · Asks`);
  if (!me.data || !current) return null;
  const counts: Record<string, number> = {
    owed: count.data?.owed ?? 0,
    videos: requests.data?.filter(({ lines }) => lines.some(isOpen)).length ?? 0,
  };
  return (
    <div className="mx-auto max-w-4xl px-4 py-6 sm:px-8 sm:py-8">
      <h1 className="mb-5 text-2xl font-semibold tracking-tight">Asks</h1>
      <nav aria-label="Asks" className="mb-6 flex gap-1 overflow-x-auto border-b border-line">
        {tabs.map(({ id, title }) => (
          <Link
            key={id}
            to="/asks"
            search={id === 'owed' ? {} : { tab: id }}
            activeOptions={{ exact: true }}
            ref={id === current.id ? showTab : undefined}
            aria-current={id === current.id ? 'page' : undefined}
            className="-mb-px flex h-11 items-center gap-1.5 border-b-2 border-transparent px-3 text-ui font-medium whitespace-nowrap text-dim hover:text-text aria-[current=page]:border-accent aria-[current=page]:text-text"
          >
            {title}
            {(counts[id] ?? 0) > 0 && (
              <span className="numbers rounded-full bg-accent-soft px-1.5 text-xs text-accent-text">
                {counts[id]}
              </span>
            )}
          </Link>
        ))}
      </nav>
      <current.component />
    </div>
  );
}
