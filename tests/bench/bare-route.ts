import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import postgres from 'postgres';

/**
 * The baseline of `post-comment`: a route that reads JSON and inserts one row over a pool of the server's size. Nobody is asked who
 * they are, nothing is validated, and nobody hears of it. `DATABASE_URL`, `PORT` and `VIDEO` (a row of `videos` as JSON) by environment.
 */
const { DATABASE_URL = '', PORT = '', VIDEO = '{}' } = process.env;
const sql = postgres(DATABASE_URL, { max: 10 });
const video = JSON.parse(VIDEO) as { id: string; workspace_id: string; author_id: string };
const app = new Hono();
app.post('/comments', async (c) => {
  const { body, atMs } = (await c.req.json()) as { body: string; atMs: number };
  const [row] = await sql`
    insert into comments (workspace_id, video_id, author_id, at_ms, body)
    values (${video.workspace_id}, ${video.id}, ${video.author_id}, ${atMs}, ${body}) returning *`;
  return c.json(row);
});
serve({ fetch: app.fetch, port: Number(PORT), hostname: '127.0.0.1' }, () => process.send?.('listening'));
