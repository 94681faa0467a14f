/** Where tracks can't be processed (Firefox, Safari): frames of a track through a video element, for the studio's worker. */
export function pumpFrames(track: MediaStreamTrack, onFrame: (frame: VideoFrame) => void): () => void {
  const video = document.createElement('video');
  video.muted = true;
  video.playsInline = true;
  video.srcObject = new MediaStream([track]);
  let isStopped = false;
  const next = (now: number) => {
    if (isStopped) return;
    if (video.videoWidth > 0) onFrame(new VideoFrame(video, { timestamp: Math.round(now * 1000) }));
    video.requestVideoFrameCallback(next);
  };
  video.requestVideoFrameCallback(next);
  void video.play().catch(() => undefined);
  return () => {
    isStopped = true;
    video.srcObject = null;
  };
}
