import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { isCode } from '../api/api-error.ts';
import { queries, queryClient } from '../api/client.ts';
import { NotFoundPage, PageError } from '../features/shell/error-pages.tsx';
import { AppShell } from '../features/shell/app-shell.tsx';
import { Toaster } from '../ui/toast.tsx';

const root = createRootRoute({
  component: () => (
    <>
      <Outlet />
      <Toaster />
    </>
  ),
  notFoundComponent: NotFoundPage,
  errorComponent: PageError,
});

/** Pages for who has signed in; everybody else is sent to sign in, the first visitor of all to the setup. */
const app = createRoute({
  getParentRoute: () => root,
  id: 'app',
  component: AppShell,
  errorComponent: PageError,
  async beforeLoad({ location }) {
    try {
      await queryClient.ensureQueryData(queries.accounts.me.queryOptions());
    } catch (error) {
      if (!isCode(error, 'unauthenticated')) throw error;
      const { needsSetup } = await queryClient.fetchQuery(queries.accounts.system.queryOptions());
      throw needsSetup
        ? redirect({ to: '/welcome' })
        : redirect({ to: '/sign-in', search: { next: location.href } });
    }
  },
});

const page = lazyRouteComponent;
/** What is not as expected in an address counts as absent. */
const seconds = (value: unknown) => (Number(value) >= 0 && value !== '' ? Number(value) : undefined);
const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
type Search = Record<string, unknown>;

const routes = [
  app.addChildren([
    createRoute({
      getParentRoute: () => app,
      path: '/',
      validateSearch: (search: Search): { q?: string | undefined } => ({ q: text(search['q']) }),
      component: page(() => import('../features/library/home-page.tsx'), 'HomePage'),
    }),
    createRoute({
      getParentRoute: () => app,
      path: '/spaces/$id',
      component: page(() => import('../features/library/space-page.tsx'), 'SpacePage'),
    }),
    createRoute({
      getParentRoute: () => app,
      path: '/v/$slug',
      validateSearch: (search: Search): { t?: number | undefined; comment?: string | undefined } => ({
        t: seconds(search['t']),
        comment: text(search['comment']),
      }),
      component: page(() => import('../features/watch/watch-page.tsx'), 'WatchPage'),
    }),
    createRoute({
      getParentRoute: () => app,
      path: '/updates',
      component: page(() => import('../features/series/updates-page.tsx'), 'UpdatesPage'),
    }),
    createRoute({
      getParentRoute: () => app,
      path: '/catch-up',
      component: page(() => import('../features/series/catch-up-page.tsx'), 'CatchUpPage'),
    }),
    createRoute({
      getParentRoute: () => app,
      path: '/series/$id',
      validateSearch: (search: Search): { day?: string | undefined; answer?: string | undefined } => ({
        day: text(search['day']),
        answer: text(search['answer']),
      }),
      component: page(() => import('../features/series/series-page.tsx'), 'SeriesPage'),
    }),
    createRoute({
      getParentRoute: () => app,
      path: '/inbox',
      validateSearch: (search: Search): { view?: 'unread' | 'snoozed' | 'done' | undefined } => ({
        view: (['unread', 'snoozed', 'done'] as const).find((view) => view === search['view']),
      }),
      component: page(() => import('../features/inbox/inbox-page.tsx'), 'InboxPage'),
    }),
    createRoute({
      getParentRoute: () => app,
      path: '/v/$slug/asks',
      component: page(() => import('../features/asks/matrix-page.tsx'), 'MatrixPage'),
    }),
    createRoute({
      getParentRoute: () => app,
      path: '/asks',
      validateSearch: (search: Search): { tab?: string | undefined } => ({ tab: text(search['tab']) }),
      component: page(() => import('../features/asks/asks-page.tsx'), 'AsksPage'),
    }),
    createRoute({
      getParentRoute: () => app,
      path: '/requests/$id',
      component: page(() => import('../features/video-requests/request-page.tsx'), 'RequestPage'),
    }),
    createRoute({
      getParentRoute: () => app,
      path: '/record',
      validateSearch: (search: Search): { versionOf?: string | undefined; edition?: string | undefined } => ({
        versionOf: text(search['versionOf']),
        edition: text(search['edition']),
      }),
      component: page(() => import('../features/record/record-page.tsx'), 'RecordPage'),
    }),
    createRoute({
      getParentRoute: () => app,
      path: '/upload',
      component: page(() => import('../features/upload/upload-page.tsx'), 'UploadPage'),
    }),
    createRoute({
      getParentRoute: () => app,
      path: '/settings',
      component: page(() => import('../features/settings/settings-page.tsx'), 'SettingsPage'),
    }),
    createRoute({
      getParentRoute: () => app,
      path: '/settings/$section',
      component: page(() => import('../features/settings/settings-page.tsx'), 'SettingsPage'),
    }),
  ]),
  createRoute({
    getParentRoute: () => root,
    path: '/welcome',
    component: page(() => import('../features/auth/welcome-page.tsx'), 'WelcomePage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/sign-in',
    validateSearch: (search: Search): { next?: string | undefined } => ({ next: text(search['next']) }),
    component: page(() => import('../features/auth/sign-in-page.tsx'), 'SignInPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/s/$token',
    validateSearch: (search: Search): { comment?: string | undefined; version?: number | undefined } => ({
      comment: text(search['comment']),
      version: seconds(search['version']),
    }),
    component: page(() => import('../features/share/share-page.tsx'), 'SharePage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/r/$token',
    component: page(() => import('../features/video-requests/guest-page.tsx'), 'GuestPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/invite/$id',
    component: page(() => import('../features/auth/invite-page.tsx'), 'InvitePage'),
  }),
];

export const router = createRouter({
  routeTree: root.addChildren(routes),
  defaultPreload: 'intent',
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
