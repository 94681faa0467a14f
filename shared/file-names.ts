const MAX_CHARACTERS = 200;

/**
 * The name of a file as it is shown and saved: its last part alone, without what can't be seen or turns the direction of
 * reading (`Cc`, `Cf`, `Zl`, `Zp` of Unicode), at most 200 characters, of which the ending stays.
 */
export function cleanFileName(name: string): string {
  const visible = name
    .toWellFormed()
    .replaceAll(/[\p{Cf}\p{Co}\uFFFD]/gu, '')
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .normalize('NFC');
  const last = visible.split(/[/\\]/).findLast((part) => part.trim() !== '') ?? '';
  const trimmed = last.trim();
  if (/^\.*$/.test(trimmed)) return 'file';
  return shortened(trimmed);
}

function shortened(name: string): string {
  const characters = Array.from(name);
  if (characters.length <= MAX_CHARACTERS) return name;
  const ending = Array.from(/\.[^.\s]{1,15}$/u.exec(name)?.[0] ?? '');
  return [...characters.slice(0, MAX_CHARACTERS - ending.length), ...ending].join('').trim();
}
