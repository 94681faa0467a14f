import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { ComponentType } from 'react';
import { queries } from '../../api/client.ts';
import { useTitle } from '../../ui/use-title.ts';
import { ApiKeysSection } from './api-keys-section.tsx';
import { DeliveriesSection } from './deliveries-section.tsx';
import { ChannelsSection } from './channels-section.tsx';
import { GroupsSection } from './groups-section.tsx';
import { LedgerSection } from './ledger-section.tsx';
import { MembersSection } from './members-section.tsx';
import { NotificationsSection } from './notifications-section.tsx';
import { ProfileSection } from './profile-section.tsx';
import { TimeSection } from './time-section.tsx';
import { WebhooksSection } from './webhooks-section.tsx';
import { WorkspaceSection } from './workspace-section.tsx';

const SECTIONS: { id: string; title: string; component: ComponentType; isForAdmins?: boolean }[] = [
  { id: 'profile', title: 'You', component: ProfileSection },
  { id: 'time', title: 'Your time', component: TimeSection },
  { id: 'notifications', title: 'Notifications', component: NotificationsSection },
  { id: 'channels', title: 'E-mail and push', component: ChannelsSection },
  { id: 'members', title: 'Members', component: MembersSection },
  { id: 'groups', title: 'Groups', component: GroupsSection, isForAdmins: true },
  { id: 'workspace', title: 'Workspace', component: WorkspaceSection },
  { id: 'api-keys', title: 'API keys', component: ApiKeysSection },
  { id: 'webhooks', title: 'Webhooks', component: WebhooksSection, isForAdmins: true },
  { id: 'ledger', title: 'Ledger', component: LedgerSection, isForAdmins: true },
  { id: 'deliveries', title: 'Deliveries', component: DeliveriesSection, isForAdmins: true },
];

/** On a phone the row of tabs is wider than the screen. */
function showTab(tab: HTMLElement | null): void {
  tab?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}

export function SettingsPage() {
  const { section } = useParams({ strict: false });
  const me = useQuery(queries.accounts.me.queryOptions());
  const isAdmin = me.data?.role === 'owner' || me.data?.role === 'admin';
  const sections = SECTIONS.filter(({ isForAdmins }) => isAdmin || !isForAdmins);
  const current = sections.find(({ id }) => id === section) ?? sections[0];
  useTitle(`${current?.title ?? ''} · Settings`);
  if (!me.data || !current) return null;
  return (
    <div className="mx-auto max-w-4xl px-4 py-6 sm:px-8 sm:py-8">
      <h1 className="mb-5 text-2xl font-semibold tracking-tight">Settings</h1>
      <nav
        aria-label="Settings"
        className="mb-8 flex gap-1 overflow-x-auto border-b border-line md:flex-wrap"
      >
        {sections.map(({ id, title }) => (
          <Link
            key={id}
            to="/settings/$section"
            params={{ section: id }}
            aria-current={id === current.id ? 'page' : undefined}
            ref={id === current.id ? showTab : undefined}
            className="-mb-px flex h-11 items-center border-b-2 border-transparent px-3 text-ui font-medium whitespace-nowrap text-dim hover:text-text aria-[current=page]:border-accent aria-[current=page]:text-text"
          >
            {title}
          </Link>
        ))}
      </nav>
      <current.component />
    </div>
  );
}
