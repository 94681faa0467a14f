export { commentFacts } from './list-comments.ts';
export { ownWords } from './tell-about-comment.ts';
export { presentFacts, type CommentFacts } from './present.ts';
export { enqueueMissingStills, loadStillInput, saveStill, type StillInput } from './stills.ts';
