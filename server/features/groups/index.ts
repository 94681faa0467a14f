export { peopleInGroups } from './people-in-groups.ts';
