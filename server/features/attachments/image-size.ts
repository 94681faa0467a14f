export type ImageType = 'image/png' | 'image/jpeg' | 'image/gif' | 'image/webp' | 'image/avif';

/** In pixels, as it is shown: upright. */
export interface ImageSize {
  width: number;
  height: number;
}

/** The size of a picture by the first bytes of its file; null where they don't tell. Throws `RangeError` where they end before. */
export function imageSizeOf(type: ImageType, head: Uint8Array): ImageSize | null {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  switch (type) {
    case 'image/png':
      if (view.getUint32(12) !== 0x49484452) return null; // IHDR
      return { width: view.getUint32(16), height: view.getUint32(20) };
    case 'image/gif':
      return { width: view.getUint16(6, true), height: view.getUint16(8, true) };
    case 'image/jpeg':
      return jpegSize(view);
    case 'image/webp':
      return webpSize(view);
    case 'image/avif':
      return avifSize(view);
  }
}

/** ITU-T T.81, B.1.1: markers with lengths, up to the frame header (SOF). */
function jpegSize(view: DataView): ImageSize | null {
  let isTurned = false;
  for (let at = 2; ;) {
    if (view.getUint8(at) !== 0xff) return null;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) {
      const [height, width] = [view.getUint16(at + 5), view.getUint16(at + 7)];
      return isTurned ? { width: height, height: width } : { width, height };
    }
    const length = view.getUint16(at + 2);
    // Start of scan without a frame, or a length that leads nowhere.
    if (marker === 0xda || length < 2) return null;
    if (marker === 0xe1) isTurned ||= isTurnedByExif(view, at + 4, at + 2 + length);
    at += 2 + length;
  }
}

/** Exif 2.3, 4.6.4: the orientations from 5 on lie on their side. */
function isTurnedByExif(view: DataView, from: number, to: number): boolean {
  if (view.getUint32(from) !== 0x45786966) return false;
  const tiff = from + 6;
  const isLittle = view.getUint16(tiff) === 0x4949;
  const first = tiff + view.getUint32(tiff + 4, isLittle);
  if (first + 2 > to) return false;
  const count = view.getUint16(first, isLittle);
  for (let i = 0; i < count; i++) {
    const entry = first + 2 + i * 12;
    if (entry + 12 > to) return false;
    if (view.getUint16(entry, isLittle) === 0x0112) return view.getUint16(entry + 8, isLittle) >= 5;
  }
  return false;
}

/** RFC 9649: the first chunk says it, in a way of its own for each kind. */
function webpSize(view: DataView): ImageSize | null {
  switch (view.getUint32(12)) {
    case 0x56503820: // VP8
      return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
    case 0x5650384c: {
      // VP8L
      const bits = view.getUint32(21, true);
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case 0x56503858: // VP8X
      return { width: uint24(view, 24) + 1, height: uint24(view, 27) + 1 };
    default:
      return null;
  }
}

function uint24(view: DataView, at: number): number {
  return view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
}

/** ISO 23008-12, 6.5.3: each item has its size in an `ispe` box; that of the whole is the largest. */
function avifSize(view: DataView): ImageSize | null {
  let largest: ImageSize | null = null;
  for (let at = 0; at + 16 <= view.byteLength; at++) {
    if (view.getUint32(at) !== 0x69737065) continue;
    const [width, height] = [view.getUint32(at + 8), view.getUint32(at + 12)];
    if (largest === null || width * height > largest.width * largest.height) largest = { width, height };
  }
  return largest;
}
