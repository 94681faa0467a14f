/** A piece of a media playlist (RFC 8216): where its bytes are, and where it lies in the video. */
export interface PlaylistPiece {
  url: string;
  /** Of the file; null: all of it. */
  range: { offset: number; length: number } | null;
  startMs: number;
  durationMs: number;
  /** Number of the init section that it needs. */
  init: number;
}

export interface MediaPlaylist {
  inits: Pick<PlaylistPiece, 'url' | 'range'>[];
  pieces: PlaylistPiece[];
}

/** Reads what our own server writes: EXTINF, BYTERANGE and MAP. URLs come out absolute. */
export function parseMediaPlaylist(text: string, base: string): MediaPlaylist {
  const inits: MediaPlaylist['inits'] = [];
  const pieces: PlaylistPiece[] = [];
  let durationMs = 0;
  let startMs = 0;
  let range: PlaylistPiece['range'] = null;
  for (const line of text.split('\n')) {
    const map = /^#EXT-X-MAP:URI="([^"]+)"(?:,BYTERANGE="(\d+)@(\d+)")?/.exec(line);
    const bytes = /^#EXT-X-BYTERANGE:(\d+)@(\d+)/.exec(line);
    const time = /^#EXTINF:([\d.]+)/.exec(line);
    if (map) inits.push({ url: new URL(map[1] ?? '', base).href, range: rangeOf(map[2], map[3]) });
    else if (bytes) range = rangeOf(bytes[1], bytes[2]);
    else if (time) durationMs = Number(time[1]) * 1000;
    else if (line !== '' && !line.startsWith('#')) {
      pieces.push({ url: new URL(line, base).href, range, startMs, durationMs, init: inits.length - 1 });
      startMs += durationMs;
      range = null;
    }
  }
  return { inits, pieces };
}

function rangeOf(length: string | undefined, offset: string | undefined): PlaylistPiece['range'] {
  return length === undefined ? null : { length: Number(length), offset: Number(offset ?? 0) };
}

/** The highest rung of a master playlist; null where this is a media playlist already. */
export function bestRung(master: string, base: string): string | null {
  const rungs = [...master.matchAll(/#EXT-X-STREAM-INF:[^\n]*?BANDWIDTH=(\d+)[^\n]*\n([^\n#]+)/g)];
  const best = rungs.toSorted((a, b) => Number(b[1]) - Number(a[1]))[0]?.[2];
  return best === undefined ? null : new URL(best.trim(), base).href;
}

/** The pieces that a range needs. */
export function piecesIn(playlist: MediaPlaylist, startMs: number, endMs: number): PlaylistPiece[] {
  return playlist.pieces.filter(
    (piece) => piece.startMs < endMs && piece.startMs + piece.durationMs > startMs,
  );
}
