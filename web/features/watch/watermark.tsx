/** The name of who looks, all over the picture: what is filmed off the screen says by whom. */
export function Watermark({ text }: { text: string }) {
  return (
    <div
      aria-hidden="true"
      data-testid="watermark"
      className="pointer-events-none absolute inset-0 flex -rotate-12 scale-125 flex-wrap content-around justify-around gap-x-[8cqw] gap-y-[9cqh] overflow-hidden text-[3cqh] font-semibold text-white/25 select-none [text-shadow:0_0_2px_rgb(0_0_0/0.5)]"
    >
      {Array.from({ length: 24 }, (_, i) => (
        <span key={i}>{text}</span>
      ))}
    </div>
  );
}
