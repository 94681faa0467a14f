import type { SegmentKind } from '#shared/recordings.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const EXTENSION = /^[a-z0-9]{1,8}$/;

/** The only maker of object keys. All of a video lies below `videoPrefix`; segment keys hold the hash, so that other bytes never replace it. */
export function videoPrefix(workspaceId: string, videoId: string): string {
  for (const id of [workspaceId, videoId]) if (!UUID.test(id)) throw new Error(`not an id: ${id}`);
  return `workspaces/${workspaceId}/videos/${videoId}/`;
}

export function recordingSegmentKey(
  of: { workspaceId: string; videoId: string },
  segment: { kind: SegmentKind; index: number; md5: string },
): string {
  const name = `${segment.kind}-${String(segment.index).padStart(6, '0')}-${segment.md5}`;
  return `${videoPrefix(of.workspaceId, of.videoId)}recording/${name}.${segment.kind === 'init' ? 'mp4' : segment.kind === 'media' ? 'm4s' : 'bin'}`;
}

/** The extension is taken from the file's name where it is a plain one; what the file is, the probe decides. */
export function originalKey(of: { workspaceId: string; videoId: string }, fileName: string): string {
  const extension = fileName.split('.').at(-1)?.toLowerCase() ?? '';
  return `${videoPrefix(of.workspaceId, of.videoId)}original.${EXTENSION.test(extension) ? extension : 'bin'}`;
}

/** What processing makes; `run` keeps the files of two runs apart. */
export function processedKey(
  of: { workspaceId: string; videoId: string },
  run: number,
  name: 'poster.jpg' | 'download.mp4' | `${string}p.mp4`,
): string {
  return `${videoPrefix(of.workspaceId, of.videoId)}processed/${run}/${name}`;
}

/** A comment's frame with its ink; `revision` keeps what was drawn before apart. */
export function stillKey(
  of: { workspaceId: string; videoId: string },
  commentId: string,
  revision: number,
): string {
  return `${videoPrefix(of.workspaceId, of.videoId)}stills/${commentId}-${revision}.jpg`;
}

/** A file that goes with a comment: without an ending, so that no store takes it for anything. */
export function attachmentKey(of: { workspaceId: string; videoId: string }, id: string): string {
  if (!UUID.test(id)) throw new Error(`not an id: ${id}`);
  return `${videoPrefix(of.workspaceId, of.videoId)}attachments/${id}`;
}

/** What a key of ours can hold; anything else is refused before it reaches a disk or a bucket. */
export function isValidKey(key: string): boolean {
  return (
    key.length > 0 &&
    key.length <= 512 &&
    /^[A-Za-z0-9][A-Za-z0-9._/-]*$/.test(key) &&
    key.split('/').every((part) => part !== '' && part !== '.' && part !== '..')
  );
}
