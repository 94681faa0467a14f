/** What Chromium and all OPFS workers have and TypeScript's DOM library does not know. */
declare class MediaStreamTrackGenerator extends MediaStreamTrack {
  constructor(init: { kind: 'video' });
  readonly writable: WritableStream<VideoFrame>;
}
interface FileSystemSyncAccessHandle {
  write(bytes: Uint8Array, options: { at: number }): number;
  truncate(size: number): void;
  getSize(): number;
  flush(): void;
  close(): void;
}
interface FileSystemFileHandle {
  /** In workers only. */
  createSyncAccessHandle(): Promise<FileSystemSyncAccessHandle>;
}
