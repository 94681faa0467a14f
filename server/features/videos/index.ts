export {
  assertCanEdit,
  behindLink,
  findViewableVideo,
  recordedBy,
  viewableVideos,
  viewersAmong,
  visibleVideos,
  type VideoRow,
} from './access.ts';
export { countTake } from './count-take.ts';
export { createVideo } from './create-video.ts';
export { videoUrl } from './links.ts';
export { loadProcessingInput, type ProcessingInput, type RecordedPiece } from './load-processing-input.ts';
export { presentVideo, presentVideoSummaries } from './present.ts';
export { enqueueComparison, loadComparison, saveChanges, type ComparedVersion } from './version-changes.ts';
export { demoteVersion } from './promote-version.ts';
export { currentOf, lockVersions, rootOf, versionsOf } from './version-stack.ts';
export {
  completeProcessing,
  failProcessing,
  failWithoutProcessing,
  reopenForRecording,
  reportProgress,
  savePoster,
  saveProbe,
  saveSilences,
  startProcessing,
  type NewRendition,
  type ProcessingRun,
} from './processing.ts';
export { publishReply, publishVideo } from './publish-video.ts';
export { purgeDeletedVideos } from './purge-deleted-videos.ts';
export { deleteUnsentReplies, findReplyToSend, setRepliesDeleted } from './replies.ts';
