/** Small pictures of 38 × 22 pixels, each as a program of its own kind wrote it. */
export const PICTURES = {
  'image/png':
    'iVBORw0KGgoAAAANSUhEUgAAACYAAAAWCAIAAAAjJXlUAAAACXBIWXMAAAABAAAAAQBPJcTWAAAAJElEQVR4nGNgqKunNxq1ctTKUStHrRy1ctTKUStHrRy1kpYIAPU5OmLW56U3AAAAAElFTkSuQmCC',
  'image/jpeg':
    '/9j/4AAQSkZJRgABAgAAAQABAAD//gAQTGF2YzU5LjM3LjEwMAD/2wBDAAgEBAQEBAUFBQUFBQYGBgYGBgYGBgYGBgYHBwcICAgHBwcGBgcHCAgICAkJCQgICAgJCQoKCgwMCwsODg4RERT/xABNAAEBAAAAAAAAAAAAAAAAAAAABgEBAQEAAAAAAAAAAAAAAAAAAAUHEAEAAAAAAAAAAAAAAAAAAAAAEQEAAAAAAAAAAAAAAAAAAAAA/8AAEQgAFgAmAwEiAAIRAAMRAP/aAAwDAQACEQMRAD8AmQFZn4AAAAAAAAAD/9k=',
  'image/gif':
    'R0lGODlhJgAWAPcfMQAAACQAAEgAAGwAAJAAALQAANgAAPwAAAAkACQkAEgkAGwkAJAkALQkANgkAPwkAABIACRIAEhIAGxIAJBIALRIANhIAPxIAABsACRsAEhsAGxsAJBsALRsANhsAPxsAACQACSQAEiQAGyQAJCQALSQANiQAPyQAAC0ACS0AEi0AGy0AJC0ALS0ANi0APy0AADYACTYAEjYAGzYAJDYALTYANjYAPzYAAD8ACT8AEj8AGz8AJD8ALT8ANj8APz8AAAAVSQAVUgAVWwAVZAAVbQAVdgAVfwAVQAkVSQkVUgkVWwkVZAkVbQkVdgkVfwkVQBIVSRIVUhIVWxIVZBIVbRIVdhIVfxIVQBsVSRsVUhsVWxsVZBsVbRsVdhsVfxsVQCQVSSQVUiQVWyQVZCQVbSQVdiQVfyQVQC0VSS0VUi0VWy0VZC0VbS0Vdi0Vfy0VQDYVSTYVUjYVWzYVZDYVbTYVdjYVfzYVQD8VST8VUj8VWz8VZD8VbT8Vdj8Vfz8VQAAqiQAqkgAqmwAqpAAqrQAqtgAqvwAqgAkqiQkqkgkqmwkqpAkqrQkqtgkqvwkqgBIqiRIqkhIqmxIqpBIqrRIqthIqvxIqgBsqiRsqkhsqmxsqpBsqrRsqthsqvxsqgCQqiSQqkiQqmyQqpCQqrSQqtiQqvyQqgC0qiS0qki0qmy0qpC0qrS0qti0qvy0qgDYqiTYqkjYqmzYqpDYqrTYqtjYqvzYqgD8qiT8qkj8qmz8qpD8qrT8qtj8qvz8qgAA/yQA/0gA/2wA/5AA/7QA/9gA//wA/wAk/yQk/0gk/2wk/5Ak/7Qk/9gk//wk/wBI/yRI/0hI/2xI/5BI/7RI/9hI//xI/wBs/yRs/0hs/2xs/5Bs/7Rs/9hs//xs/wCQ/ySQ/0iQ/2yQ/5CQ/7SQ/9iQ//yQ/wC0/yS0/0i0/2y0/5C0/7S0/9i0//y0/wDY/yTY/0jY/2zY/5DY/7TY/9jY//zY/wD8/yT8/0j8/2z8/5D8/7T8/9j8//z8/yH/C05FVFNDQVBFMi4wAwEAAAAh+QQEAAAfACwAAAAAJgAWAAAIZwDBYBJIcKDBgggPKkwoEAtDhwshIpR4UKJDhgszYtyISaNHjiBBfhyZkKRJkWBQnhy5UuVGly0zUiQ4c2BNMDctpowJsyDPnzt7/gTKU6jRjkd7Jo2Z86HTiDSDElU5teVSmFVdBgQAOw==',
  'image/webp':
    'UklGRkQAAABXRUJQVlA4IDgAAAAwAwCdASomABYAPpFGnkslo6KhpWgAsBIJZwB2AABX74bgAP7sJl/60LQgc//+Ur+fPyD4ZAAAAA==',
  'image/webp; lossless': 'UklGRhwAAABXRUJQVlA4TBAAAAAvJUAFAAdQwChg/wMR0f8A',
  'image/avif':
    'AAAAIGZ0eXBhdmlmAAAAAGF2aWZtaWYxbWlhZk1BMUIAAAD5bWV0YQAAAAAAAAAvaGRscgAAAAAAAAAAcGljdAAAAAAAAAAAAAAAAFBpY3R1cmVIYW5kbGVyAAAAAA5waXRtAAAAAAABAAAAHmlsb2MAAAAARAAAAQABAAAAAQAAASEAAAAhAAAAKGlpbmYAAAAAAAEAAAAaaW5mZQIAAAAAAQAAYXYwMUNvbG9yAAAAAGppcHJwAAAAS2lwY28AAAAUaXNwZQAAAAAAAAAmAAAAFgAAABBwaXhpAAAAAAMICAgAAAAMYXYxQ4EADAAAAAATY29scm5jbHgAAgACAAIAAAAAF2lwbWEAAAAAAAAAAQABBAECgwQAAAApbWRhdAoKAAAAAqS1P/5gEDITEADAAAACgAAACzz4OEXaagwF4A==',
} as const;

export function pictureBytes(type: keyof typeof PICTURES): Buffer<ArrayBuffer> {
  return Buffer.from(PICTURES[type], 'base64');
}

const SCRIPT = '<script>window.hacked=1</script>';

/** Files that would be read as code, were they taken for what they claim to be. */
export const HOSTILE_FILES: { name: string; bytes: Buffer<ArrayBuffer> }[] = [
  { name: 'image.png', bytes: Buffer.from(`<!doctype html>${SCRIPT}`) },
  { name: 'page.html', bytes: Buffer.from(`<html><body onload="window.hacked=1">${SCRIPT}`) },
  {
    name: 'drawing.svg',
    bytes: Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" onload="window.hacked=1">${SCRIPT}</svg>`),
  },
  {
    name: 'feed.xml',
    bytes: Buffer.from(`<?xml version="1.0"?><x xmlns="http://www.w3.org/1999/xhtml">${SCRIPT}</x>`),
  },
  { name: 'module.js', bytes: Buffer.from('window.hacked=1') },
  { name: 'not.pdf', bytes: Buffer.from(`${SCRIPT}%PDF-1.7`) },
];

/** A picture for whoever looks at its beginning, a page with a script for whoever guesses. */
export function polyglot(): Buffer<ArrayBuffer> {
  return Buffer.concat([pictureBytes('image/gif'), Buffer.from(`<html>${SCRIPT}`)]);
}

/** A PDF of one empty page. */
export const PDF = Buffer.from(
  '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n' +
    '3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n',
);
