/** Uploads that were begun on this device and are not complete: picking the same file again goes on with them. */
export interface OpenUpload {
  videoId: string;
  name: string;
  sizeBytes: number;
  lastModified: number;
  sentBytes: number;
  /** The video that it is to be the next version of. */
  newVersionOf?: string | null;
}

const KEY = 'playhead.uploads';

export function listOpenUploads(): OpenUpload[] {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '[]') as OpenUpload[];
  } catch {
    return [];
  }
}

function save(all: OpenUpload[]): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(all));
  } catch {
    // Without it the upload still works; it can't be resumed after a reload.
  }
}

export function rememberUpload(upload: OpenUpload): void {
  save([...listOpenUploads().filter(({ videoId }) => videoId !== upload.videoId), upload]);
}

export function forgetUpload(videoId: string): void {
  save(listOpenUploads().filter((upload) => upload.videoId !== videoId));
}

/** The upload of the very same file, for the same purpose: by name, size and time of change. */
export function findOpenUpload(file: File, newVersionOf: string | null): OpenUpload | null {
  return (
    listOpenUploads().find(
      (upload) =>
        (upload.newVersionOf ?? null) === newVersionOf &&
        upload.name === file.name &&
        upload.sizeBytes === file.size &&
        upload.lastModified === file.lastModified,
    ) ?? null
  );
}
