import type { Plugin } from 'vite';

/** Lets the browser fetch what the entry will import, while it is still busy with the entry itself. */
export function preloadPlugin(module: string): Plugin {
  return {
    name: 'playhead-preload',
    transformIndexHtml: {
      order: 'post',
      handler(_html, { bundle = {} }) {
        const chunks = new Map(
          Object.values(bundle).flatMap((item) =>
            item.type === 'chunk' ? [[item.fileName, item] as const] : [],
          ),
        );
        const files = new Set<string>();
        const collect = (file: string) => {
          if (files.has(file)) return;
          files.add(file);
          for (const imported of chunks.get(file)?.imports ?? []) collect(imported);
        };
        for (const chunk of chunks.values())
          if (chunk.facadeModuleId?.endsWith(module)) collect(chunk.fileName);
        return [...files].map((file) => ({
          tag: 'link',
          attrs: { rel: 'preload', as: 'script', crossorigin: '', href: `/${file}` },
          injectTo: 'head' as const,
        }));
      },
    },
  };
}
