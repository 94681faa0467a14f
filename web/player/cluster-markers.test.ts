import { expect, it } from 'vitest';
import { clusterMarkers } from './cluster-markers.ts';

it('joins markers that would lie on each other, in order of time', () => {
  const markers = [5000, 100, 5200, 9000].map((atMs) => ({ id: String(atMs), atMs }));
  const clusters = clusterMarkers(markers, 10_000, 0.03).map((cluster) =>
    cluster.map((marker) => marker.atMs),
  );
  expect(clusters).toEqual([[100], [5000, 5200], [9000]]);
});
