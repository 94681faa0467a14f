import { cx } from './class-names.ts';

const HUES = [255, 205, 165, 130, 35, 15, 340, 300];

/** Initials on a colour that stays with the name. The name stands beside it, so it is decoration to screen readers. */
export function Avatar({ name, size = 'normal' }: { name: string; size?: 'small' | 'normal' | 'large' }) {
  const initials = name
    .split(/\s+/)
    .filter(Boolean)
    .map((part) => part[0]?.toUpperCase() ?? '')
    .filter((_, index, all) => index === 0 || index === all.length - 1)
    .join('');
  const hash = Array.from(name).reduce(
    (sum, character) => (sum * 131 + (character.codePointAt(0) ?? 0) * 7) % 7919,
    7,
  );
  const hue = HUES[hash % HUES.length] ?? 255;
  const sizes = {
    small: 'size-5 text-[0.5625rem]',
    normal: 'size-7 text-[0.6875rem]',
    large: 'size-10 text-ui',
  };
  return (
    <span
      aria-hidden="true"
      data-initials={initials}
      style={{ background: `oklch(0.46 0.13 ${hue})` }}
      className={cx(
        'inline-flex shrink-0 items-center justify-center rounded-full font-semibold text-white before:content-[attr(data-initials)]',
        sizes[size],
      )}
    />
  );
}
