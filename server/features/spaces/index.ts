export { peopleBySpace, peopleInSpaces, visibleSpaceIds, type SpacePeople } from './mentioned-spaces.ts';
export { findViewableSpace } from './spaces.ts';
