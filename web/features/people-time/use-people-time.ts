import { useQuery } from '@tanstack/react-query';
import { queries } from '../../api/client.ts';

const EVERY_MS = 5 * 60_000;

/** When the members of the workspace work; asked again from time to time, as blocks begin and end. */
export function usePeopleTime() {
  return useQuery({ ...queries.peopleTime.people.queryOptions(), refetchInterval: EVERY_MS });
}
