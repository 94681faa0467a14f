export { findViewableSpace } from './spaces.ts';
