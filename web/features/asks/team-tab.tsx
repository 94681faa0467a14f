import { useQuery } from '@tanstack/react-query';
import { queries } from '../../api/client.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { ErrorState, Skeleton } from '../../ui/states.tsx';
import { cellClass, headClass, tableClass } from './table-classes.ts';

/** How much waits for each member, as totals and by name: to see who has too much, not who is slow. */
export function TeamTab() {
  const { data, error, refetch } = useQuery(queries.asks.load.queryOptions());
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton className="h-64" />;
  return (
    <section>
      <h2 id="load" className="font-semibold tracking-tight">
        Open asks of each person
      </h2>
      <p className="mt-1 mb-4 text-ui text-dim">
        Totals alone, by name. Use them to see who is asked too much.
      </p>
      <div
        className="overflow-x-auto rounded-xl border border-line bg-raised"
        tabIndex={0}
        role="region"
        aria-labelledby="load"
      >
        <table className={tableClass}>
          <thead>
            <tr>
              <th scope="col" className={headClass}>
                Person
              </th>
              <th scope="col" className={`${headClass} text-right`}>
                Open
              </th>
              <th scope="col" className={`${headClass} text-right`}>
                Overdue
              </th>
            </tr>
          </thead>
          <tbody>
            {data.map(({ person, open, overdue }) => (
              <tr key={person.id}>
                <th scope="row" className={`${cellClass} font-medium`}>
                  <span className="flex items-center gap-2.5">
                    <Avatar name={person.name} /> {person.name}
                  </span>
                </th>
                <td className={`${cellClass} numbers text-right`}>{open}</td>
                <td className={`${cellClass} numbers text-right ${overdue > 0 ? 'text-danger' : 'text-dim'}`}>
                  {overdue}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
