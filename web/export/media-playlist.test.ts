import { expect, it } from 'vitest';
import { bestRung, parseMediaPlaylist, piecesIn } from './media-playlist.ts';

const BASE = 'http://localhost/media/token/rendition/720p.m3u8';

it('reads byte ranges, times and init sections', () => {
  const playlist = parseMediaPlaylist(
    [
      '#EXTM3U',
      '#EXT-X-MAP:URI="720p.mp4",BYTERANGE="800@0"',
      '#EXTINF:2.000000,',
      '#EXT-X-BYTERANGE:1000@800',
      '720p.mp4',
      '#EXT-X-DISCONTINUITY',
      '#EXT-X-MAP:URI="other.mp4"',
      '#EXTINF:1.500,',
      'next.m4s',
      '#EXT-X-ENDLIST',
    ].join('\n'),
    BASE,
  );
  expect(playlist.inits).toEqual([
    { url: 'http://localhost/media/token/rendition/720p.mp4', range: { length: 800, offset: 0 } },
    { url: 'http://localhost/media/token/rendition/other.mp4', range: null },
  ]);
  expect(playlist.pieces).toEqual([
    {
      url: 'http://localhost/media/token/rendition/720p.mp4',
      range: { length: 1000, offset: 800 },
      startMs: 0,
      durationMs: 2000,
      init: 0,
    },
    {
      url: 'http://localhost/media/token/rendition/next.m4s',
      range: null,
      startMs: 2000,
      durationMs: 1500,
      init: 1,
    },
  ]);
  expect(piecesIn(playlist, 2000, 2500).map(({ startMs }) => startMs)).toEqual([2000]);
  expect(piecesIn(playlist, 1999, 2001)).toHaveLength(2);
});

it('takes the best rung of a ladder', () => {
  const master =
    '#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=100,RESOLUTION=1x1\nlow.m3u8\n#EXT-X-STREAM-INF:BANDWIDTH=900\nhigh.m3u8\n';
  expect(bestRung(master, BASE)).toBe('http://localhost/media/token/rendition/high.m3u8');
  expect(bestRung('#EXTM3U\n#EXTINF:1,\na.m4s', BASE)).toBeNull();
});
