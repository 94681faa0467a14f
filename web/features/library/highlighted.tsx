/** A text with its matches marked; ranges are half-open UTF-16 offsets in order. */
export function Highlighted({
  text,
  ranges,
}: {
  text: string;
  ranges: readonly { start: number; end: number }[];
}) {
  const edges = [0, ...ranges.flatMap(({ start, end }) => [start, end]), text.length];
  return edges.slice(1).map((end, index) => {
    const part = text.slice(edges[index], end);
    return index % 2 === 1 ? (
      <mark key={index} className="rounded-sm bg-accent/25 text-inherit">
        {part}
      </mark>
    ) : (
      part
    );
  });
}
