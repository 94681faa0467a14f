import {
  File,
  FileArchive,
  FileCode,
  FileImage,
  FileMusic,
  FileSpreadsheet,
  FileText,
  FileVideo,
  type LucideIcon,
} from 'lucide-react';
import { createElement } from 'react';

const KINDS: [LucideIcon, string[]][] = [
  [FileText, ['pdf', 'doc', 'docx', 'odt', 'pages', 'rtf', 'txt', 'md', 'ppt', 'pptx', 'key', 'odp']],
  [FileSpreadsheet, ['xls', 'xlsx', 'ods', 'numbers', 'csv', 'tsv']],
  [
    FileImage,
    ['png', 'jpg', 'jpeg', 'gif', 'webp', 'avif', 'heic', 'svg', 'psd', 'ai', 'tif', 'tiff', 'fig'],
  ],
  [FileVideo, ['mp4', 'mov', 'webm', 'mkv', 'avi', 'm4v']],
  [FileMusic, ['mp3', 'wav', 'm4a', 'flac', 'ogg', 'aac']],
  [FileArchive, ['zip', 'gz', 'tar', '7z', 'rar', 'xz']],
  [FileCode, ['html', 'js', 'ts', 'css', 'json', 'xml', 'yml', 'yaml', 'py', 'sh', 'sql']],
];

/** What a file looks like in a list, by its name alone: it says nothing of what the file is. */
export function FileIcon({ name, className }: { name: string; className: string }) {
  const ending = name.split('.').at(-1)?.toLowerCase() ?? '';
  const icon = KINDS.find(([, endings]) => endings.includes(ending))?.[0] ?? File;
  return createElement(icon, { className, 'aria-hidden': true });
}

export function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
