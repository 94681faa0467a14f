import * as z from 'zod';
import { AppError } from '#shared/errors.ts';

/** Where a page ended: the place of its last row (an instant as text, or `infinity`) and its id. */
const Place = z.tuple([z.string().regex(/^(infinity|[\d: +.TZ-]{10,40})$/), z.uuid()]);

export function writeCursor(at: string, id: string): string {
  return Buffer.from(JSON.stringify([at, id])).toString('base64url');
}

/** Throws `invalid_input` for what no page has given. */
export function readCursor(cursor: string): { at: string; id: string } {
  try {
    const [at, id] = Place.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
    return { at, id };
  } catch {
    throw new AppError('invalid_input', 'cursor: this is none of ours. Begin without one.');
  }
}
