import { readFileSync } from 'node:fs';
import * as z from 'zod';

const packageFile = readFileSync(new URL('../package.json', import.meta.url), 'utf8');

/** Version of Playhead, from package.json. */
export const VERSION = z.object({ version: z.string() }).parse(JSON.parse(packageFile)).version;
