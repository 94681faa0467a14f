/** Who looks at the composed picture: the page, the floating window. */
export class PreviewHub {
  readonly #watchers = new Map<(frame: VideoFrame) => void, number>();

  /** Frames a second that the most demanding of them wants; 0 while nobody looks. */
  get frameRate(): number {
    return Math.max(0, ...this.#watchers.values());
  }

  add(draw: (frame: VideoFrame) => void, frameRate: number): () => void {
    this.#watchers.set(draw, frameRate);
    return () => this.#watchers.delete(draw);
  }

  /** Shows a frame to all, and closes it. */
  show(frame: VideoFrame): void {
    for (const draw of this.#watchers.keys()) draw(frame);
    frame.close();
  }
}
