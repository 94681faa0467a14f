import { Link, useNavigate } from '@tanstack/react-router';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import type { SeriesId } from '#shared/ids.ts';
import type { Edition } from '#shared/series.ts';
import { cx } from '../../ui/class-names.ts';
import { inputClass } from '../../ui/field.tsx';
import { dayText } from './rhythms.ts';

type EditionLine = Omit<Edition, 'entries' | 'speaker'> & { answered: number; asked: number };

const STEP =
  'flex size-10 shrink-0 items-center justify-center rounded-lg border border-line-strong coarse:size-11';

/** From one edition of a series to the others: one step, or to any of them. Newest first, as they come. */
export function EditionNav(props: { id: SeriesId; editions: readonly EditionLine[]; shown: EditionLine }) {
  const { id, editions, shown } = props;
  const navigate = useNavigate();
  const at = editions.findIndex((edition) => edition.id === shown.id);
  return (
    <nav aria-label="Editions" className="mb-5 flex max-w-96 items-center gap-2">
      <Step id={id} to={editions[at + 1]} name="Edition before">
        <ChevronLeft className="size-4" />
      </Step>
      <select
        aria-label="Edition"
        className={cx(inputClass, 'h-10 min-w-0 flex-1 pr-8')}
        value={shown.day}
        onChange={(event) =>
          void navigate({ to: '/series/$id', params: { id }, search: { day: event.target.value } })
        }
      >
        {editions.map((edition) => (
          <option key={edition.id} value={edition.day}>
            {dayText(edition.day)} · {edition.answered} of {edition.asked}
          </option>
        ))}
      </select>
      <Step id={id} to={at > 0 ? editions[at - 1] : undefined} name="Edition after">
        <ChevronRight className="size-4" />
      </Step>
    </nav>
  );
}

function Step(props: { id: SeriesId; to: EditionLine | undefined; name: string; children: ReactNode }) {
  const { id, to, name, children } = props;
  if (!to)
    return (
      <span className={cx(STEP, 'text-faint opacity-40')} aria-hidden="true">
        {children}
      </span>
    );
  const label = `${name}: ${dayText(to.day)}`;
  return (
    <Link
      to="/series/$id"
      params={{ id }}
      search={{ day: to.day }}
      aria-label={label}
      title={label}
      className={cx(STEP, 'bg-raised text-dim transition-colors duration-150 hover:bg-hover hover:text-text')}
    >
      {children}
    </Link>
  );
}
