import type { VerbContext } from '#server/context.ts';
import { viewableVideos } from '#server/features/videos/index.ts';
import { contentDisposition } from '#server/storage/content-disposition.ts';
import { cleanFileName } from '#shared/file-names.ts';
import { findEdition } from '../access.ts';
import { listBlockers } from '../blockers.ts';
import { getDiscussion } from '../discussion/get-discussion.ts';
import { presentEdition } from '../present.ts';
import { editionMarkdown } from './edition-markdown.ts';
import { readRollUp } from './read-roll-up.ts';

/** An edition as a file to be saved. */
export async function exportEdition(
  ctx: VerbContext,
  input: { id: string },
): Promise<{ headers: Record<string, string>; body: File }> {
  const found = await findEdition(ctx, input.id);
  const [shown, rollUp, { spoken }, blockers] = await Promise.all([
    presentEdition(ctx, found),
    readRollUp(ctx, found.edition, viewableVideos(ctx.actor)),
    getDiscussion(ctx, input),
    listBlockers(ctx, input),
  ]);
  // Chapters are those of exactly the version that was given.
  const slugs = new Map(spoken.map(({ personId, slug }) => [personId, slug]));
  const entries = shown.entries.map((entry) => ({ ...entry, video: slugs.get(entry.person.id) ?? null }));
  const edition = { ...shown, entries };
  const { publicUrl } = ctx.config.http;
  const name = cleanFileName(`${edition.title.replaceAll(/[/\\]/g, '-')} ${edition.day}.md`);
  return {
    headers: {
      'content-disposition': contentDisposition(name),
      // What people wrote is never a page, whatever a browser takes it for.
      'x-content-type-options': 'nosniff',
    },
    body: new File([editionMarkdown({ edition, rollUp, blockers, publicUrl })], name, {
      type: 'text/markdown; charset=utf-8',
    }),
  };
}
