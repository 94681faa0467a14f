export { enqueueMissingStills, loadStillInput, saveStill, type StillInput } from './stills.ts';
