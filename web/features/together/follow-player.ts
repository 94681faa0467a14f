import type { PlayState } from '#shared/together.ts';
import type { PlayerStore } from '../../player/player-store.ts';
import { FollowController } from './follow.ts';

const STEP_MS = 200;

/**
 * Drives a player as the leader's state tells, until the returned function is called. It acts on the element itself: what goes
 * through the store is a command of a person, who then looks around alone. `onMuted`: the browser plays without sound only.
 */
export function followPlayer(
  player: PlayerStore,
  options: { state: () => PlayState; nowMs: () => number; onMuted: () => void },
): { step: () => void; stop: () => void } {
  const controller = new FollowController();
  let isStarting = false;

  async function start(video: HTMLVideoElement): Promise<void> {
    if (isStarting) return;
    isStarting = true;
    try {
      await video.play();
    } catch (error) {
      if (!(error instanceof DOMException && error.name === 'NotAllowedError') || video.muted) return;
      video.muted = true;
      options.onMuted();
      await video.play().catch(() => undefined);
    } finally {
      isStarting = false;
    }
  }

  function step(): void {
    const video = player.element;
    if (!video || video.readyState === 0) return;
    const { frame, durationMs } = player.get();
    const me = {
      positionMs: video.currentTime * 1000,
      isPaused: video.paused,
      isSeeking: video.seeking,
      frame,
      durationMs,
      frameRate: player.frameRate,
    };
    const { play, seekTo, rate, nudge } = controller.step(options.state(), me, options.nowMs());
    if (!play && !video.paused) video.pause();
    player.setPace(rate, nudge);
    if (seekTo !== null) video.currentTime = seekTo;
    if (play && video.paused) void start(video);
  }

  const timer = setInterval(step, STEP_MS);
  step();
  return {
    step,
    stop() {
      clearInterval(timer);
      player.setPace(player.get().rate, 1);
    },
  };
}
