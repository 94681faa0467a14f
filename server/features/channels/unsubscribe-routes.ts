import { Hono } from 'hono';
import { html } from 'hono/html';
import type { AppContext } from '#server/context.ts';
import { readUnsubscribeToken, unsubscribe, type MailCategory } from './unsubscribe.ts';

const KINDS: Record<MailCategory, { what: string; stays: string }> = {
  asks: { what: 'asks to you and reminders of them', stays: 'Asks are still in your inbox, and still due.' },
  urgent: { what: 'what others mark as urgent', stays: 'It is still in your inbox.' },
  updates: { what: 'comments, replies and other updates', stays: 'They are still in your inbox.' },
  reports: { what: 'reports on what you asked for', stays: 'You still see how it stands in Playhead.' },
  digest: { what: 'your digest', stays: 'Other e-mails still come.' },
};

/**
 * What a mail's unsubscribe link leads to. GET changes nothing, as scanners of mail follow links; POST does, without a session and
 * from any origin, as mail programs send it (RFC 8058).
 */
export function unsubscribeRoutes(ctx: AppContext): Hono {
  const app = new Hono();
  app.use(async (c, next) => {
    await next();
    c.header('cache-control', 'no-store');
    c.header('referrer-policy', 'no-referrer');
    c.header('x-robots-tag', 'noindex');
  });
  app.get('/:token', (c) => {
    const grant = readUnsubscribeToken(ctx.config, c.req.param('token'));
    if (!grant) return c.html(wrongLink(ctx), 404);
    const { what, stays } = KINDS[grant.category];
    return c.html(
      page(
        'Stop these e-mails?',
        html`<p>You will get no more e-mails about ${what}. ${stays}</p>
          <form method="post"><button>Stop these e-mails</button></form>`,
      ),
    );
  });
  app.post('/:token', async (c) => {
    const grant = readUnsubscribeToken(ctx.config, c.req.param('token'));
    if (!grant) return c.html(wrongLink(ctx), 404);
    await unsubscribe(ctx, grant);
    const { what, stays } = KINDS[grant.category];
    return c.html(
      page(
        'Done',
        html`<p>You get no more e-mails about ${what}. ${stays}</p>
          <p><a href="${settingsUrl(ctx)}">Change your mind in the settings</a></p>`,
      ),
    );
  });
  return app;
}

const settingsUrl = (ctx: AppContext) => `${ctx.config.http.publicUrl}/settings/channels`;

const wrongLink = (ctx: AppContext) =>
  page(
    'This link is not complete',
    html`<p>Nothing was changed. Copy the whole link from the e-mail, or choose in the settings.</p>
      <p><a href="${settingsUrl(ctx)}">Open the settings</a></p>`,
  );

function page(title: string, content: ReturnType<typeof html>) {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} · Playhead</title>
        <style>
          body {
            margin: 0;
            font:
              16px/1.5 system-ui,
              sans-serif;
            background: #fafafa;
            color: #17171c;
          }
          main {
            max-width: 28rem;
            margin: 12vh auto 0;
            padding: 2rem 1.5rem;
          }
          h1 {
            font-size: 1.375rem;
            letter-spacing: -0.01em;
            margin: 0 0 0.5rem;
          }
          p {
            margin: 0 0 1rem;
            color: #5b5b66;
          }
          a {
            color: #4338ca;
          }
          button {
            min-height: 2.75rem;
            padding: 0 1.25rem;
            border: 0;
            border-radius: 0.5rem;
            background: #4f46e5;
            color: #fff;
            font: inherit;
            font-weight: 600;
            cursor: pointer;
          }
          :focus-visible {
            outline: 2px solid #4f46e5;
            outline-offset: 2px;
          }
          @media (prefers-color-scheme: dark) {
            body {
              background: #0e0e11;
              color: #f0f0f3;
            }
            p {
              color: #a6a6b1;
            }
            a {
              color: #a9acff;
            }
            button {
              background: #6063ef;
            }
          }
        </style>
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          ${content}
        </main>
      </body>
    </html>`;
}
