import { useQuery } from '@tanstack/react-query';
import { bytesPerMinute, videoEncoderConfig } from '../../recorder/studio/video-encoding.ts';
import { SelectField } from '../../ui/field.tsx';

const QUALITIES = [
  [720, '720p'],
  [1080, '1080p'],
  [1440, '1440p'],
  [2160, '4K'],
] as const;

const sizeOf = (height: number) => ({ width: Math.round((height * 16) / 9), height });

/** 720p and 1080p everywhere; more where the encoder here can. With what a minute takes at most. */
export function QualityField({ height, onChange }: { height: number; onChange: (height: number) => void }) {
  const possible = useQuery({
    queryKey: ['recorder', 'qualities'],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async () => {
      const checked = await Promise.all(
        QUALITIES.map(async ([h]) => ((await videoEncoderConfig(sizeOf(h), 30)) ? h : null)),
      );
      return checked.filter((h) => h !== null) as number[];
    },
  });
  const all = QUALITIES.filter(([h]) => h <= 1080 || possible.data?.includes(h));
  const megabytes = Math.round(bytesPerMinute(sizeOf(height)) / 1_000_000);
  return (
    <SelectField
      label="Quality"
      value={all.some(([h]) => h === height) ? height : 1080}
      onChange={(event) => onChange(Number(event.target.value))}
      hint={`At most ${megabytes} MB a minute; a still screen takes much less.`}
    >
      {all.map(([h, name]) => (
        <option key={h} value={h}>
          {name}
        </option>
      ))}
    </SelectField>
  );
}
