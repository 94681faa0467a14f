import { PenLine, Quote, SquareDashed, X } from 'lucide-react';
import { IconButton } from '../../ui/button.tsx';
import { useReview, type ReviewStore } from './review-store.ts';

/** What goes with the text of a draft: words of the transcript, a drawing, a region. */
export function DraftPieces({ review }: { review: ReviewStore }) {
  const { quote, ink, region } = useReview(review, (state) => state.draft);
  if (quote === null && ink.length === 0 && region === null) return null;
  return (
    <ul className="mb-2 space-y-1.5">
      {quote !== null && (
        <li className="flex items-start gap-2 rounded-lg bg-sunken px-2.5 py-1.5 text-[0.8125rem] text-dim">
          <Quote className="mt-0.5 size-3.5 shrink-0" />
          <span className="line-clamp-3 flex-1 italic">“{quote}”</span>
          <IconButton
            label="Remove the quote"
            className="size-6"
            onClick={() => review.write({ quote: null, endMs: null })}
          >
            <X className="size-3.5" />
          </IconButton>
        </li>
      )}
      {ink.length > 0 && (
        <li className="flex items-center gap-2 rounded-lg bg-sunken px-2.5 py-1.5 text-[0.8125rem] text-dim">
          <PenLine className="size-3.5 shrink-0" />
          <button
            type="button"
            className="flex-1 text-left hover:text-text"
            onClick={() => review.change({ drawing: { kind: 'draft' } })}
          >
            A drawing of {ink.length === 1 ? 'one object' : `${ink.length} objects`}
          </button>
          <IconButton label="Remove the drawing" className="size-6" onClick={() => review.write({ ink: [] })}>
            <X className="size-3.5" />
          </IconButton>
        </li>
      )}
      {region && (
        <li className="flex items-center gap-2 rounded-lg bg-sunken px-2.5 py-1.5 text-[0.8125rem] text-dim">
          <SquareDashed className="size-3.5 shrink-0" />
          <button
            type="button"
            className="flex-1 text-left hover:text-text"
            onClick={() => review.change({ drawing: { kind: 'region' } })}
          >
            A region of the picture
          </button>
          <IconButton
            label="Remove the region"
            className="size-6"
            onClick={() => review.write({ region: null })}
          >
            <X className="size-3.5" />
          </IconButton>
        </li>
      )}
    </ul>
  );
}
