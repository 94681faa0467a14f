import {
  ALL_FORMATS,
  BlobSource,
  BufferTarget,
  EncodedAudioPacketSource,
  EncodedPacketSink,
  EncodedVideoPacketSource,
  Input,
  Mp4OutputFormat,
  Output,
  type EncodedPacket,
  type InputAudioTrack,
  type InputVideoTrack,
} from 'mediabunny';
import { saveFile } from '../../ui/save-file.ts';
import { isWithdrawn, type SpooledSegment } from '../spool/journal.ts';
import { openSpool } from '../spool/spool.ts';

/**
 * Saves what this device holds of a recording as a file, without any server: CMAF runs are put one after the other into a
 * plain MP4; a MediaRecorder file is whole as it is. `missingMs`: how much is on the server alone.
 */
export async function saveCopy(recordingId: string, title: string): Promise<{ missingMs: number }> {
  const spooled = (await openSpool().list()).find((r) => r.info.recordingId === recordingId);
  if (!spooled)
    throw new Error('Nothing of this recording is left on this device: all of it is on the server.');
  const isKept = (segment: SpooledSegment) =>
    segment.kind === 'init' || !isWithdrawn(spooled.withdrawals, segment.index);
  const local = spooled.local.filter(isKept);
  const read = async (segment: SpooledSegment) =>
    (await openSpool().read(recordingId, segment)) ?? new Uint8Array();
  const chunks = local.filter(({ kind }) => kind === 'chunk');
  const name = title.replaceAll(/[\\/:*?"<>|]+/g, ' ').trim() || 'Recording';
  if (chunks.length > 0) {
    const isMp4 = spooled.info.format === 'mp4';
    const parts = await Promise.all(chunks.map(read));
    saveFile(
      new Blob(parts, { type: isMp4 ? 'video/mp4' : 'video/webm' }),
      `${name}.${isMp4 ? 'mp4' : 'webm'}`,
    );
    return { missingMs: 0 };
  }
  const inits = local.filter(({ kind }) => kind === 'init');
  const runs: Blob[] = [];
  for (const init of inits) {
    const media = local.filter(({ kind, initIndex }) => kind === 'media' && initIndex === init.index);
    if (media.length > 0) runs.push(new Blob(await Promise.all([init, ...media].map(read))));
  }
  if (runs.length === 0)
    throw new Error(
      'The beginning of this recording is on the server already. Finish the upload to get all of it.',
    );
  saveFile(new Blob([await joinRuns(runs)], { type: 'video/mp4' }), `${name}.mp4`);
  const all = spooled.segments.filter((s) => s.kind === 'media' && isKept(s));
  const sum = (segments: SpooledSegment[]) => segments.reduce((ms, s) => ms + s.durationMs, 0);
  return { missingMs: sum(all) - sum(local.filter(({ kind }) => kind === 'media')) };
}

/** Copies the packets of fragmented MP4s, one after the other, into one MP4. Nothing is encoded again. */
export async function joinRuns(runs: Blob[]): Promise<ArrayBuffer> {
  const output = new Output({
    format: new Mp4OutputFormat({ fastStart: 'in-memory' }),
    target: new BufferTarget(),
  });
  const video = new EncodedVideoPacketSource('avc');
  output.addVideoTrack(video);
  let audio: EncodedAudioPacketSource | null = null;
  let offset = 0;
  for (const [index, run] of runs.entries()) {
    using input = new Input({ source: new BlobSource(run), formats: ALL_FORMATS });
    const [videoTrack, audioTrack] = [await input.getPrimaryVideoTrack(), await input.getPrimaryAudioTrack()];
    if (!videoTrack) continue;
    if (index === 0) {
      if (audioTrack) {
        audio = new EncodedAudioPacketSource('aac');
        output.addAudioTrack(audio);
      }
      await output.start();
    }
    const start = await input.getFirstTimestamp();
    const shift = offset - start;
    const ends = await Promise.all([
      copy(videoTrack, shift, async (packet) =>
        video.add(packet, { decoderConfig: (await videoTrack.getDecoderConfig()) ?? undefined } as never),
      ),
      audioTrack && audio
        ? copy(audioTrack, shift, async (packet) =>
            audio?.add(packet, {
              decoderConfig: (await audioTrack.getDecoderConfig()) ?? undefined,
            } as never),
          )
        : 0,
    ]);
    offset = Math.max(...ends);
  }
  await output.finalize();
  if (!output.target.buffer) throw new Error('The copy could not be made.');
  return output.target.buffer;
}

async function copy(
  track: InputVideoTrack | InputAudioTrack,
  shiftSeconds: number,
  add: (packet: EncodedPacket) => Promise<void> | undefined,
): Promise<number> {
  let end = 0;
  for await (const packet of new EncodedPacketSink(track).packets()) {
    const timestamp = Math.max(0, packet.timestamp + shiftSeconds);
    end = Math.max(end, timestamp + packet.duration);
    await add(packet.clone({ timestamp }));
  }
  return end;
}
