export interface Marker {
  id: string;
  atMs: number;
}

/** Markers that would lie on each other: closer than `leastGap` (a share of the bar, 0–1) to the first of their cluster. */
export function clusterMarkers<T extends Marker>(
  markers: readonly T[],
  durationMs: number,
  leastGap: number,
): T[][] {
  const clusters: T[][] = [];
  for (const marker of markers.toSorted((a, b) => a.atMs - b.atMs)) {
    const cluster = clusters.at(-1);
    const first = cluster?.[0];
    if (cluster && first && (marker.atMs - first.atMs) / durationMs < leastGap) cluster.push(marker);
    else clusters.push([marker]);
  }
  return clusters;
}
