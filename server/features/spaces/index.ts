export { peopleInSpaces, visibleSpaceIds } from './mentioned-spaces.ts';
export { findViewableSpace } from './spaces.ts';
