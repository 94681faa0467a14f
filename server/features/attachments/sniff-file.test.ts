import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOSTILE_FILES, PDF, pictureBytes, PICTURES, polyglot } from '../../../tests/support/sample-files.ts';
import { sniffFile } from './sniff-file.ts';

const OPAQUE = { contentType: 'application/octet-stream', width: null, height: null };
const names = Object.keys(PICTURES) as (keyof typeof PICTURES)[];

/** A JPEG that lies on its side, after `padding` bytes of profiles. */
function turnedJpeg(orientation: number, isLittle: boolean, padding = 0): Buffer {
  const exif = Buffer.alloc(2 + 2 + 6 + 8 + 2 + 12);
  exif.writeUInt16BE(0xffe1, 0);
  exif.writeUInt16BE(exif.length - 2, 2);
  exif.write('Exif\0\0', 4, 'latin1');
  exif.write(isLittle ? 'II' : 'MM', 10, 'latin1');
  const [u16, u32] = isLittle
    ? [exif.writeUInt16LE.bind(exif), exif.writeUInt32LE.bind(exif)]
    : [exif.writeUInt16BE.bind(exif), exif.writeUInt32BE.bind(exif)];
  u16(42, 12);
  u32(8, 14);
  u16(1, 18);
  u16(0x0112, 20);
  u16(3, 22);
  u32(1, 24);
  u16(orientation, 28);
  const profiles = Array.from({ length: Math.ceil(padding / 60_000) }, () => {
    const profile = Buffer.alloc(60_000);
    profile.writeUInt16BE(0xffe2, 0);
    profile.writeUInt16BE(59_998, 2);
    return profile;
  });
  const jpeg = pictureBytes('image/jpeg');
  return Buffer.concat([jpeg.subarray(0, 2), exif, ...profiles, jpeg.subarray(2)]);
}

describe('what a file is', () => {
  it.each(names)('a picture: %s', (name) => {
    expect(sniffFile(pictureBytes(name))).toEqual({
      contentType: name.split(';')[0],
      width: 38,
      height: 22,
    });
  });

  it.each([
    [1, true, 38, 22],
    [6, true, 22, 38],
    [6, false, 22, 38],
    [8, false, 22, 38],
  ])('a photo of orientation %d is as large as it is seen', (orientation, isLittle, width, height) => {
    expect(sniffFile(turnedJpeg(orientation, isLittle, 180_000))).toMatchObject({
      contentType: 'image/jpeg',
      width,
      height,
    });
  });

  it('a PDF, if it begins as one', () => {
    expect(sniffFile(PDF)).toEqual({ ...OPAQUE, contentType: 'application/pdf' });
  });

  it.each(HOSTILE_FILES)('nothing that is shown: $name', ({ bytes }) => {
    expect(sniffFile(bytes)).toEqual(OPAQUE);
  });

  it('by its beginning, whatever follows', () => {
    expect(sniffFile(polyglot()).contentType).toBe('image/gif');
  });

  it('nothing that is shown where the picture is cut off, empty or far too large', () => {
    // The size of a GIF stands within its first bytes.
    for (const name of names.filter((one) => one !== 'image/gif'))
      for (const length of [0, 3, 8, 12, 16])
        expect([name, length, sniffFile(pictureBytes(name).subarray(0, length))]).toEqual([
          name,
          length,
          OPAQUE,
        ]);
    const huge = pictureBytes('image/png');
    huge.writeUInt32BE(100_000, 16);
    huge.writeUInt32BE(100_000, 20);
    expect(sniffFile(huge)).toEqual(OPAQUE);
    huge.writeUInt32BE(0, 16);
    expect(sniffFile(huge)).toEqual(OPAQUE);
  });

  it('is found in any bytes without end or error', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...names),
        fc.uint8Array({ maxLength: 300 }),
        fc.nat(60),
        (name, noise, at) => {
          const bytes = Buffer.concat([pictureBytes(name).subarray(0, at), noise]);
          const { contentType } = sniffFile(bytes);
          expect([OPAQUE.contentType, 'application/pdf', name.split(';')[0]]).toContain(contentType);
        },
      ),
    );
  });
});
