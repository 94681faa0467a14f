import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { contractPlugin } from './contract-plugin.ts';
import { preloadPlugin } from './preload-plugin.ts';

const server = `http://127.0.0.1:${process.env['PORT'] ?? 4600}`;

/** What every page needs goes together: a request each for dozens of small files costs more than their bytes. */
const LIBRARIES =
  'react|react-dom|scheduler|lucide-react|@orpc/[^/]+|@tanstack/(react-router|router-core|history|react-query|query-core|react-store|store)';
const CORE = {
  name: 'core',
  test: new RegExp(`/node_modules/(${LIBRARIES})/|/web/(api|ui)/`),
};

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
    rolldownOptions: { output: { codeSplitting: { groups: [CORE] } } },
  },
  worker: { format: 'es' },
  server: {
    port: 5173,
    proxy: Object.fromEntries(
      ['/api', '/events', '/media', '/storage', '/unsubscribe'].map((path) => [path, server]),
    ),
  },
});
