import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { compress } from 'hono/compress';

const WEB_ROOT = fileURLToPath(new URL('../../dist/web', import.meta.url));

/** The built web client: hashed assets for ever, `index.html` for every page of the app. */
export function staticFiles(webRoot = WEB_ROOT): Hono {
  const app = new Hono();
  const indexPath = `${webRoot}/index.html`;
  app.use(compress());
  app.use(
    '/assets/*',
    serveStatic({
      root: webRoot,
      onFound: (_path, c) => c.header('cache-control', 'public, max-age=31536000, immutable'),
    }),
  );
  app.get('/assets/*', (c) => c.notFound());
  app.use(
    '*',
    serveStatic({ root: webRoot, index: '_none', onFound: (_p, c) => c.header('cache-control', 'no-cache') }),
  );
  app.get('*', async (c) => {
    if (!existsSync(indexPath))
      return c.text('The web client is not built. Run bin/start, or npm run build.', 503);
    const slug = /^\/v\/([\w.]+)$/.exec(c.req.path)?.[1];
    if (slug) c.header('link', watchPageData(slug));
    return c.html(await readFile(indexPath, 'utf8'), 200, { 'cache-control': 'no-cache' });
  });
  return app;
}

/** What the page of a video asks for first: a browser that is told so with the page has the answers when its scripts run. */
function watchPageData(slug: string): string {
  return ['playback', '', 'comments']
    .map((part) => `/api/videos/${slug}${part && `/${part}`}`)
    .concat('/api/me')
    .map((path) => `<${path}>; rel=preload; as=fetch; crossorigin`)
    .join(', ');
}
