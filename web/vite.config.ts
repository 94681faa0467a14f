import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { firstIcons } from '../bin/first-icons.ts';
import { contractPlugin } from './contract-plugin.ts';
import { preloadPlugin } from './preload-plugin.ts';

const server = `http://127.0.0.1:${process.env['PORT'] ?? 4600}`;

/** What every page needs goes together: a request each for dozens of small files costs more than their bytes. */
const LIBRARIES =
  'react|react-dom|scheduler|@orpc/[^/]+|@tanstack/(react-router|router-core|history|react-query|query-core|react-store|store)';
/** Of ours, what only some pages need stays with them. */
const RARE = 'save-file|use-debounced|put-object|transfer-rate|playback-query|backoff';
const LIBRARY = new RegExp(`/node_modules/(${LIBRARIES})/|/web/(api|ui)/(?!(${RARE})\\.)`);
const ICON = /\/node_modules\/lucide-react\/(?:dist\/esm\/icons\/([\w-]+)\.)?/;
const groups = [
  {
    name: 'core',
    test(id: string) {
      const icon = ICON.exec(id);
      return icon ? icon[1] === undefined || firstIcons.has(icon[1]) : LIBRARY.test(id);
    },
  },
  { name: 'icons', test: ICON },
];

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), tailwindcss(), contractPlugin(), preloadPlugin('/web/app.tsx')],
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    manifest: true,
    modulePreload: { polyfill: false },
    target: 'es2023',
    assetsInlineLimit: 0,
    rolldownOptions: { output: { codeSplitting: { groups } } },
  },
  worker: { format: 'es' },
  server: {
    port: 5173,
    proxy: Object.fromEntries(
      ['/api', '/events', '/media', '/storage', '/unsubscribe'].map((path) => [path, server]),
    ),
  },
});
