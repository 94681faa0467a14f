import type { RenditionSegment } from '#server/features/videos/tables.ts';

/** One confirmed media segment of a recording. */
export interface RecordedSegment {
  index: number;
  initIndex: number;
  durationMs: number;
}

/**
 * The media playlist of a recording (RFC 8216): a growing EVENT playlist while it is being recorded, with an end mark
 * afterwards. While it grows only the unbroken beginning is listed, as a list may only be added to; once it is closed,
 * a gap becomes a discontinuity. `null` where there is nothing to play yet.
 */
export function recordingPlaylist(input: {
  segments: RecordedSegment[];
  inits: number[];
  /** Indexes that were recorded over: not missing, though they are not there. */
  withdrawn: [from: number, to: number][];
  isGrowing: boolean;
}): string | null {
  const inits = new Set(input.inits);
  const playable = input.segments
    .filter((segment) => inits.has(segment.initIndex))
    .sort((a, b) => a.index - b.index);
  const after = (index: number): number => {
    const range = input.withdrawn.find(([from, to]) => index + 1 >= from && index + 1 <= to);
    return range ? after(range[1]) : index + 1;
  };
  const listed = input.isGrowing ? unbroken(playable, after) : playable;
  if (listed.length === 0) return null;
  const longest = Math.max(...listed.map((segment) => segment.durationMs));
  const lines = [
    '#EXTM3U',
    '#EXT-X-VERSION:7',
    `#EXT-X-TARGETDURATION:${Math.max(1, Math.ceil(longest / 1000))}`,
    '#EXT-X-MEDIA-SEQUENCE:0',
    `#EXT-X-PLAYLIST-TYPE:${input.isGrowing ? 'EVENT' : 'VOD'}`,
    '#EXT-X-INDEPENDENT-SEGMENTS',
  ];
  let before: RecordedSegment | null = null;
  for (const segment of listed) {
    const isOtherInit = before?.initIndex !== segment.initIndex;
    if (before && (isOtherInit || segment.index !== before.index + 1)) lines.push('#EXT-X-DISCONTINUITY');
    if (isOtherInit) lines.push(`#EXT-X-MAP:URI="recording/init/${segment.initIndex}.mp4"`);
    lines.push(`#EXTINF:${(segment.durationMs / 1000).toFixed(3)},`, `recording/media/${segment.index}.m4s`);
    before = segment;
  }
  if (!input.isGrowing) lines.push('#EXT-X-ENDLIST');
  return `${lines.join('\n')}\n`;
}

/** The beginning, up to the first segment that is missing. */
function unbroken(segments: RecordedSegment[], after: (index: number) => number): RecordedSegment[] {
  let expected = after(-1);
  const broken = segments.findIndex((segment) => {
    if (segment.index !== expected) return true;
    expected = after(segment.index);
    return false;
  });
  return broken === -1 ? segments : segments.slice(0, broken);
}

export interface LadderRung {
  name: string;
  width: number;
  height: number;
  bitrate: number;
  codecs: string;
  frameRate: number | null;
}

/** The master playlist of a ladder, lowest rung first. */
export function masterPlaylist(rungs: LadderRung[]): string {
  const lines = ['#EXTM3U', '#EXT-X-VERSION:7', '#EXT-X-INDEPENDENT-SEGMENTS'];
  for (const rung of rungs.toSorted((a, b) => a.bitrate - b.bitrate)) {
    const attributes = [
      `BANDWIDTH=${Math.ceil(rung.bitrate * 1.2)}`,
      `AVERAGE-BANDWIDTH=${rung.bitrate}`,
      `RESOLUTION=${rung.width}x${rung.height}`,
      `CODECS="${rung.codecs}"`,
      ...(rung.frameRate ? [`FRAME-RATE=${rung.frameRate.toFixed(3)}`] : []),
    ];
    lines.push(`#EXT-X-STREAM-INF:${attributes.join(',')}`, `rendition/${rung.name}.m3u8`);
  }
  return `${lines.join('\n')}\n`;
}

/** The media playlist of one rendition: byte ranges of a single fragmented MP4. */
export function renditionPlaylist(rendition: {
  name: string;
  initLength: number;
  segments: RenditionSegment[];
}): string {
  const longest = Math.max(...rendition.segments.map(([durationMs]) => durationMs), 0);
  const uri = `${rendition.name}.mp4`;
  const lines = [
    '#EXTM3U',
    '#EXT-X-VERSION:7',
    `#EXT-X-TARGETDURATION:${Math.max(1, Math.ceil(longest / 1000))}`,
    '#EXT-X-MEDIA-SEQUENCE:0',
    '#EXT-X-PLAYLIST-TYPE:VOD',
    '#EXT-X-INDEPENDENT-SEGMENTS',
    `#EXT-X-MAP:URI="${uri}",BYTERANGE="${rendition.initLength}@0"`,
  ];
  for (const [durationMs, offset, length] of rendition.segments) {
    lines.push(`#EXTINF:${(durationMs / 1000).toFixed(6)},`, `#EXT-X-BYTERANGE:${length}@${offset}`, uri);
  }
  lines.push('#EXT-X-ENDLIST');
  return `${lines.join('\n')}\n`;
}
