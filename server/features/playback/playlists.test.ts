import { describe, expect, it } from 'vitest';
import { masterPlaylist, recordingPlaylist, renditionPlaylist } from './playlists.ts';

const segment = (index: number, initIndex = 0) => ({ index, initIndex, durationMs: 2000 });

describe('recordingPlaylist', () => {
  it('is null before anything can be played', () => {
    expect(recordingPlaylist({ segments: [], inits: [0], withdrawn: [], isGrowing: true })).toBeNull();
    expect(
      recordingPlaylist({ segments: [segment(0)], inits: [], withdrawn: [], isGrowing: true }),
    ).toBeNull();
  });

  it('lists only the unbroken beginning while it grows, without an end mark', () => {
    const playlist = recordingPlaylist({
      segments: [segment(0), segment(1), segment(3)],
      inits: [0],
      withdrawn: [],
      isGrowing: true,
    });
    expect(playlist).toContain('recording/media/1.m4s');
    expect(playlist).not.toContain('recording/media/3.m4s');
    expect(playlist).not.toContain('ENDLIST');
    expect(playlist).toContain('PLAYLIST-TYPE:EVENT');
  });

  it('marks a gap as a discontinuity once it is closed', () => {
    const playlist = recordingPlaylist({
      segments: [segment(3), segment(0)],
      inits: [0],
      withdrawn: [],
      isGrowing: false,
    });
    expect(playlist?.split('\n').slice(6)).toEqual([
      '#EXT-X-MAP:URI="recording/init/0.mp4"',
      '#EXTINF:2.000,',
      'recording/media/0.m4s',
      '#EXT-X-DISCONTINUITY',
      '#EXTINF:2.000,',
      'recording/media/3.m4s',
      '#EXT-X-ENDLIST',
      '',
    ]);
  });

  it('goes on over what was recorded over, while it grows and afterwards', () => {
    const input = { segments: [0, 1, 5, 6].map((i) => segment(i, i < 5 ? 0 : 1)), inits: [0, 1] };
    const withdrawn: [number, number][] = [[2, 4]];
    for (const isGrowing of [true, false]) {
      const listed = recordingPlaylist({ ...input, withdrawn, isGrowing })?.match(/media\/\d+/g);
      expect(listed).toEqual(['media/0', 'media/1', 'media/5', 'media/6']);
    }
    expect(recordingPlaylist({ ...input, withdrawn: [], isGrowing: true })).not.toContain('media/5');
  });

  it('names a new init segment where one begins', () => {
    const playlist = recordingPlaylist({
      segments: [segment(0), segment(1, 1)],
      inits: [0, 1],
      withdrawn: [],
      isGrowing: false,
    });
    expect(playlist).toContain('#EXT-X-DISCONTINUITY\n#EXT-X-MAP:URI="recording/init/1.mp4"');
  });
});

describe('ladder playlists', () => {
  it('orders the ladder by bitrate and names its codecs', () => {
    const rung = { width: 1280, height: 720, codecs: 'avc1.64001f,mp4a.40.2', frameRate: 30 };
    const master = masterPlaylist([
      { ...rung, name: '720p', bitrate: 2_000_000 },
      { ...rung, name: '360p', bitrate: 500_000 },
    ]);
    expect(master.indexOf('rendition/360p.m3u8')).toBeLessThan(master.indexOf('rendition/720p.m3u8'));
    expect(master).toContain(
      'BANDWIDTH=2400000,AVERAGE-BANDWIDTH=2000000,RESOLUTION=1280x720,CODECS="avc1.64001f,mp4a.40.2",FRAME-RATE=30.000',
    );
  });

  it('gives byte ranges of one file', () => {
    const playlist = renditionPlaylist({
      name: '720p',
      initLength: 800,
      segments: [
        [2000, 800, 5000],
        [1500, 5800, 99],
      ],
    });
    expect(playlist).toContain('#EXT-X-MAP:URI="720p.mp4",BYTERANGE="800@0"');
    expect(playlist).toContain('#EXTINF:1.500000,\n#EXT-X-BYTERANGE:99@5800\n720p.mp4\n#EXT-X-ENDLIST');
  });
});
