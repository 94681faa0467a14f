import type { AskMatrix } from '#shared/asks.ts';

const HEAD = [
  'person',
  'guest',
  'version',
  'asked_to',
  'status',
  'answer',
  'note',
  'due_at',
  'at',
  'watched_percent',
  'read_ms',
];

/** One line a person and version, for a spreadsheet; times are UTC. */
export function matrixLines({ columns, rows }: AskMatrix): string[][] {
  return [
    HEAD,
    ...rows.flatMap(({ person, cells }) =>
      columns.flatMap(({ version }, i) => {
        const cell = cells[i];
        if (!cell) return [];
        return [
          [
            person.name,
            person.isGuest ? 'yes' : 'no',
            String(version),
            cell.kind,
            cell.status,
            cell.answer ?? '',
            cell.note ?? '',
            cell.dueAt ?? '',
            cell.at ?? '',
            cell.watchedPercent === null ? '' : String(cell.watchedPercent),
            cell.readMs === null ? '' : String(cell.readMs),
          ],
        ];
      }),
    ),
  ];
}
