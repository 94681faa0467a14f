/**
 * What an upload may be. Without these lists ffmpeg opens whatever a file names: a playlist called `.mp4` would play
 * another tenant's files. They stand before every input of every call.
 */
export const FORMAT_WHITELIST = 'mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,ogg,wav,mp3,flac,aac';

/** Arguments that open one local file of an allowed format, and nothing else. */
export function inputArguments(file: string): string[] {
  return [...safeInput(FORMAT_WHITELIST), '-i', `file:${file}`];
}

/** The list of our own making that joins the runs of one recording; the files in it are held to the same formats. */
export function concatArguments(listFile: string): string[] {
  return ['-f', 'concat', '-safe', '1', ...safeInput(`concat,${FORMAT_WHITELIST}`), '-i', `file:${listFile}`];
}

export function safeInput(formats: string): string[] {
  return ['-protocol_whitelist', 'file', '-format_whitelist', formats];
}
