/** Shows the player alone on the screen, or no longer. */
export function toggleFullScreen(container: HTMLElement | null, video: HTMLVideoElement | null): void {
  if (document.fullscreenElement) void document.exitFullscreen();
  else if (container?.requestFullscreen) void container.requestFullscreen();
  // iPhones show the element alone in full screen.
  else
    (video as (HTMLVideoElement & { webkitEnterFullscreen?: () => void }) | null)?.webkitEnterFullscreen?.();
}
