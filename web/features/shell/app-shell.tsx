import { useQuery } from '@tanstack/react-query';
import { Link, Outlet, useNavigate } from '@tanstack/react-router';
import {
  BadgeCheck,
  Bell,
  Circle,
  Hash,
  Keyboard,
  Library,
  Lock,
  LogOut,
  Moon,
  Plus,
  RotateCw,
  Search,
  Settings,
  Sun,
  Upload,
} from 'lucide-react';
import { lazy, Suspense, useEffect, useState, type ReactNode } from 'react';
import { auth } from '../../api/auth.ts';
import { queries, queryClient } from '../../api/client.ts';
import { openLiveEvents } from '../../api/events.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { buttonClass, IconButton } from '../../ui/button.tsx';
import { cx } from '../../ui/class-names.ts';
import { Menu, MenuItem, MenuSeparator } from '../../ui/menu.tsx';
import { Skeleton } from '../../ui/states.tsx';
import { Logo } from './logo.tsx';
import { toggleTheme, useTheme } from './theme.ts';

const KeysDialog = lazy(() => import('./keys-dialog.tsx').then((m) => ({ default: m.KeysDialog })));
const Palette = lazy(() => import('./command-palette.tsx').then((m) => ({ default: m.CommandPalette })));
const SpaceDialog = lazy(() =>
  import('../library/space-dialog.tsx').then((m) => ({ default: m.SpaceDialog })),
);
const Unfinished = lazy(() =>
  import('../record/unfinished-recordings.tsx').then((m) => ({ default: m.UnfinishedRecordings })),
);

const UnreadCount = lazy(() => import('../inbox/unread-count.tsx').then((m) => ({ default: m.UnreadCount })));

type Overlay = 'keys' | 'palette' | 'space' | null;

/** The frame of every page: a rail at the left, a bar at the bottom on phones. */
export function AppShell() {
  const [overlay, setOverlay] = useState<Overlay>(null);
  const [isSettled, setSettled] = useState(false);
  useEffect(() => openLiveEvents(), []);
  // Unfinished recordings, and how much waits elsewhere, can themselves wait until the page is there.
  useEffect(() => {
    const timer = setTimeout(() => setSettled(true), 1000);
    return () => clearTimeout(timer);
  }, []);
  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      const isTyping = (event.target as HTMLElement).closest('input, textarea, select, [role=dialog]');
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        setOverlay('palette');
      } else if (event.key === '?' && !isTyping) setOverlay('keys');
    }
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  const close = () => setOverlay(null);
  return (
    <div className="flex h-dvh flex-col md:flex-row">
      <a
        href="#main"
        className="fixed top-2 left-2 z-50 -translate-y-16 rounded-lg bg-accent px-3 py-2 text-ui text-on-accent focus:translate-y-0"
      >
        Skip to the content
      </a>
      <Rail open={setOverlay} hasCounts={isSettled} />
      <main id="main" tabIndex={-1} className="min-h-0 min-w-0 flex-1 overflow-y-auto outline-none">
        <Suspense>{isSettled && <Unfinished />}</Suspense>
        <Outlet />
      </main>
      <BottomBar hasCounts={isSettled} />
      <Suspense>
        {overlay === 'keys' && <KeysDialog onClose={close} />}
        {overlay === 'palette' && <Palette onClose={close} />}
        {overlay === 'space' && <SpaceDialog onClose={close} />}
      </Suspense>
    </div>
  );
}

const itemClass =
  'flex h-9 items-center gap-2.5 rounded-lg px-2.5 text-ui text-dim transition-colors duration-150 hover:bg-hover hover:text-text data-[status=active]:bg-hover data-[status=active]:font-medium data-[status=active]:text-text';

function Rail({ open, hasCounts }: { open: (overlay: Overlay) => void; hasCounts: boolean }) {
  const me = useQuery(queries.accounts.me.queryOptions());
  const spaces = useQuery(queries.spaces.list.queryOptions());
  return (
    <nav
      aria-label="Main"
      className="hidden w-60 shrink-0 flex-col border-r border-line bg-surface p-3 md:flex"
    >
      <Link to="/" className="mb-4 flex items-center gap-2.5 rounded-lg px-2 py-1.5">
        <Logo />
        <span className="truncate font-semibold tracking-tight">{me.data?.workspace.name ?? 'Playhead'}</span>
      </Link>
      <Link to="/record" className={cx(buttonClass('primary', 'normal'), 'mb-3 w-full')}>
        <Circle className="size-3.5 fill-current" /> Record
      </Link>
      <button type="button" onClick={() => open('palette')} className={cx(itemClass, 'w-full')}>
        <Search className="size-4" /> Search <kbd className="ml-auto text-xs text-faint">Ctrl K</kbd>
      </button>
      <Link to="/" activeOptions={{ exact: true, includeSearch: false }} className={itemClass}>
        <Library className="size-4" /> Library
      </Link>
      <Link to="/inbox" className={itemClass}>
        <Bell className="size-4" /> Inbox
        <Suspense>{hasCounts && <UnreadCount />}</Suspense>
      </Link>
      <Link to="/asks" activeOptions={{ includeSearch: false }} className={itemClass}>
        <BadgeCheck className="size-4" /> Asks
        {hasCounts && <OwedCount />}
      </Link>
      <Link to="/updates" className={itemClass}>
        <RotateCw className="size-4" /> Updates
      </Link>
      <Link to="/upload" className={itemClass}>
        <Upload className="size-4" /> Upload
      </Link>
      <div className="mt-5 mb-1 flex items-center justify-between pl-2.5">
        <h2 className="text-xs font-medium text-faint">Spaces</h2>
        <IconButton label="New space" className="size-7" onClick={() => open('space')}>
          <Plus className="size-4" />
        </IconButton>
      </div>
      <div className="min-h-0 flex-1 space-y-0.5 overflow-y-auto">
        {spaces.isPending && <Skeleton className="mx-2 h-7" />}
        {spaces.data?.length === 0 && (
          <p className="px-2.5 py-1 text-[0.8125rem] text-faint">A shelf for each team or project.</p>
        )}
        {spaces.data?.map((space) => (
          <Link key={space.id} to="/spaces/$id" params={{ id: space.id }} className={itemClass}>
            {space.visibility === 'private' ? <Lock className="size-4" /> : <Hash className="size-4" />}
            <span className="truncate">{space.name}</span>
            <span className="numbers ml-auto text-xs text-faint">{space.videoCount || ''}</span>
          </Link>
        ))}
      </div>
      <PersonMenu open={open} />
    </nav>
  );
}

/** How much waits for me; read out with the name of the page. */
function OwedCount() {
  const { data } = useQuery(queries.asks.count.queryOptions());
  if (!data || data.owed === 0) return null;
  return (
    <span
      className={cx(
        'numbers ml-auto rounded-full px-1.5 text-xs',
        data.overdue > 0 ? 'bg-danger-soft text-danger' : 'bg-accent-soft text-accent-text',
      )}
    >
      {data.owed}
      <span className="sr-only"> waiting for you{data.overdue > 0 && `, ${data.overdue} overdue`}</span>
    </span>
  );
}

function PersonMenu({ open }: { open: (overlay: Overlay) => void }) {
  const me = useQuery(queries.accounts.me.queryOptions());
  const theme = useTheme();
  const navigate = useNavigate();
  const name = me.data?.user.name ?? '';
  return (
    <Menu
      align="start"
      trigger={
        <button type="button" className={cx(itemClass, 'mt-2 h-11 w-full')}>
          <Avatar name={name} />
          <span className="truncate font-medium text-text">{name}</span>
        </button>
      }
    >
      <MenuItem icon={<Settings className="size-4" />} onSelect={() => void navigate({ to: '/settings' })}>
        Settings
      </MenuItem>
      <MenuItem
        icon={theme === 'dark' ? <Sun className="size-4" /> : <Moon className="size-4" />}
        onSelect={toggleTheme}
      >
        {theme === 'dark' ? 'Light theme' : 'Dark theme'}
      </MenuItem>
      <MenuItem icon={<Keyboard className="size-4" />} onSelect={() => open('keys')}>
        Keys
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={<LogOut className="size-4" />} onSelect={() => void signOut()}>
        Sign out
      </MenuItem>
    </Menu>
  );
}

/** Leaves nothing of this person behind in the page. */
export async function signOut(): Promise<void> {
  // Whoever signs in here next must not get what is for somebody else.
  await import('../settings/push-device.ts').then(({ leaveDevice }) => leaveDevice()).catch(() => undefined);
  await auth.signOut().catch(() => undefined);
  queryClient.clear();
  location.assign('/sign-in');
}

function BottomBar({ hasCounts }: { hasCounts: boolean }) {
  return (
    <nav
      aria-label="Main"
      className="flex shrink-0 justify-around border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      <BarItem to="/" icon={<Library className="size-5" />} label="Library" />
      <BarItem
        to="/inbox"
        icon={<Bell className="size-5" />}
        label="Inbox"
        count={<Suspense>{hasCounts && <UnreadCount />}</Suspense>}
      />
      <BarItem
        to="/asks"
        icon={<BadgeCheck className="size-5" />}
        label="Asks"
        count={hasCounts && <OwedCount />}
      />
      <BarItem to="/record" icon={<Circle className="size-5 fill-red-600 text-red-600" />} label="Record" />
      <BarItem to="/updates" icon={<RotateCw className="size-5" />} label="Updates" />
      <BarItem to="/upload" icon={<Upload className="size-5" />} label="Upload" />
      <BarItem to="/settings" icon={<Settings className="size-5" />} label="Settings" />
    </nav>
  );
}

function BarItem({
  to,
  icon,
  label,
  count,
}: {
  to: '/' | '/inbox' | '/asks' | '/record' | '/updates' | '/upload' | '/settings';
  icon: ReactNode;
  label: string;
  count?: ReactNode;
}) {
  return (
    <Link
      to={to}
      activeOptions={{ exact: to === '/', includeSearch: false }}
      className="flex min-h-14 flex-1 flex-col items-center justify-center gap-0.5 text-[0.6875rem] text-dim data-[status=active]:font-medium data-[status=active]:text-text"
    >
      {icon}
      <span className="flex items-center gap-1">
        {label}
        {count}
      </span>
    </Link>
  );
}
