import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Whose icons are there from the first frame on; those of all other pages come as one file with the first of these. */
const FIRST = ['ui', 'player', 'features/shell', 'features/watch', 'features/versions', 'features/comments'];
const firstNames = new Set(
  FIRST.flatMap((folder) => globSync(`${import.meta.dirname}/../web/${folder}/*.{ts,tsx}`))
    .flatMap(
      (file) =>
        /import \{([^}]*)\} from 'lucide-react'/.exec(readFileSync(file, 'utf8'))?.[1]?.split(',') ?? [],
    )
    .map((name) => name.trim().split(' ')[0]),
);
/** The files of these icons, without extension. They have several names, each a file: `Trash2` is in `trash`. */
const index = fileURLToPath(import.meta.resolve('lucide-react/dist/esm/lucide-react.mjs'));
export const firstIcons = new Set(
  [...readFileSync(index, 'utf8').matchAll(/export \{([^}]*)\} from '\.\/icons\/([\w-]+)\.mjs'/g)].flatMap(
    ([, names = '', icon = '']) =>
      [...names.matchAll(/default as (\w+)/g)].some(([, name]) => firstNames.has(name)) ? [icon] : [],
  ),
);
