import { modernZone } from '../people-time/modern-zone.ts';
import { browserZone, offsetIn, timeIn } from '../people-time/local-time.ts';

const SHOWN = 50;

interface Zone {
  id: string;
  /** What is searched: name, city, and what its time is called. */
  words: string;
}

let known: Zone[] | null = null;

function allZones(): Zone[] {
  if (known) return known;
  const byId = new Map(
    ['UTC', ...Intl.supportedValuesOf('timeZone')].map((given) => [modernZone(given), given]),
  );
  return (known = [...byId].map(([id, given]) => {
    const format = new Intl.DateTimeFormat('en', { timeZone: id, timeZoneName: 'longGeneric' });
    const called = format.formatToParts(0).find(({ type }) => type === 'timeZoneName')?.value ?? '';
    return { id, words: plain(`${id} ${given === id ? '' : given} ${called}`) };
  }));
}

const plain = (text: string) =>
  text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[/_-]+/g, ' ')
    .toLowerCase()
    .trim();

/** `Europe/Isle of Man`. */
export function zoneName(timeZone: string): string {
  return timeZone.replaceAll('_', ' ');
}

/** Zones that have all the words, the best first: a city that begins so. Without words those that are near: mine, the browser’s, same clocks. */
export function findZones(query: string, current: string): { id: string; time: string; offset: string }[] {
  const now = Date.now();
  const words = plain(query).split(' ').filter(Boolean);
  const rank = ({ id, words: text }: Zone) => {
    if (words.length === 0) {
      if (id === current) return 0;
      if (id === browserZone()) return 1;
      return offsetIn(now, id) === offsetIn(now, current) ? 2 : 3;
    }
    const city = plain(id.split('/').at(-1) ?? '');
    return city.startsWith(words.join(' ')) ? 0 : text.startsWith(words.join(' ')) ? 1 : 2;
  };
  return allZones()
    .filter(({ words: text }) => words.every((word) => text.includes(word)))
    .map((zone) => ({ zone, rank: rank(zone) }))
    .toSorted((a, b) => a.rank - b.rank)
    .slice(0, SHOWN)
    .map(({ zone: { id } }) => ({ id, time: timeIn(now, id), offset: offsetIn(now, id) }));
}
