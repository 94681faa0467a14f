/*
 * The service worker: shows pushes and opens what they are about. It answers no request and keeps nothing, so that the app is
 * always the server's own.
 */
self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('push', (event) => {
  event.waitUntil(show(event.data));
});

async function show(data) {
  let message = {};
  try {
    message = data ? data.json() : {};
  } catch {
    // Browsers demand that something is shown for every push.
  }
  const { title = 'Playhead', body = '', url = '/', tag } = message;
  await self.registration.showNotification(title, {
    body,
    tag,
    icon: '/favicon.svg',
    data: { url },
  });
}

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data?.url ?? '/'));
});

/** In a window of ours that is open already, otherwise in a new one. Nowhere else than here. */
async function open(address) {
  const url = new URL(address, self.location.origin);
  const target = url.origin === self.location.origin ? url.href : self.location.origin;
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const same = windows.find((client) => client.url === target);
  if (same) return same.focus();
  const [any] = windows;
  if (!any || !('navigate' in any)) return self.clients.openWindow(target);
  // A recording that is running must not be navigated away from.
  const isBusy = new URL(any.url).pathname.startsWith('/record');
  if (isBusy) return self.clients.openWindow(target);
  await any.focus();
  return any.navigate(target).catch(() => self.clients.openWindow(target));
}
