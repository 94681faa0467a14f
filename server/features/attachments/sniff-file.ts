import { OPAQUE_TYPE } from '#shared/attachment-limits.ts';
import { imageSizeOf, type ImageSize, type ImageType } from './image-size.ts';

/** A picture of more pixels would take a gigabyte of a viewer's memory; it is only saved. */
const MAX_PIXELS = 100_000_000;

/** What a file is. */
export interface FoundType {
  contentType: string;
  width: number | null;
  height: number | null;
}

const OPAQUE: FoundType = { contentType: OPAQUE_TYPE, width: null, height: null };

/**
 * Finds out from the first bytes of a file, and from nothing else, whether it is one of the few things that browsers show
 * without running it. A picture is one only if its size can be read; whatever is in doubt is opaque.
 */
export function sniffFile(head: Uint8Array): FoundType {
  if (startsWith(head, '%PDF-')) return { ...OPAQUE, contentType: 'application/pdf' };
  const type = imageTypeOf(head);
  const size = type === null ? null : readSize(type, head);
  if (type === null || size === null) return OPAQUE;
  const { width, height } = size;
  if (width < 1 || height < 1 || width * height > MAX_PIXELS) return OPAQUE;
  return { contentType: type, width, height };
}

function imageTypeOf(head: Uint8Array): ImageType | null {
  if (startsWith(head, '\x89PNG\r\n\x1a\n')) return 'image/png';
  if (startsWith(head, '\xff\xd8\xff')) return 'image/jpeg';
  if (startsWith(head, 'GIF87a') || startsWith(head, 'GIF89a')) return 'image/gif';
  if (startsWith(head, 'RIFF') && startsWith(head, 'WEBP', 8)) return 'image/webp';
  const isAvif = startsWith(head, 'avif', 8) || startsWith(head, 'avis', 8);
  return startsWith(head, 'ftyp', 4) && isAvif ? 'image/avif' : null;
}

function readSize(type: ImageType, head: Uint8Array): ImageSize | null {
  try {
    return imageSizeOf(type, head);
  } catch (error) {
    // It ends before its size.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function startsWith(bytes: Uint8Array, text: string, at = 0): boolean {
  return Array.from(text).every((character, i) => bytes[at + i] === character.charCodeAt(0));
}
