import { Gavel, Plus, X } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type { Decision } from '#shared/decisions.ts';
import { Button, IconButton } from '../../ui/button.tsx';

const Picker = lazy(() => import('./decision-picker.tsx').then((m) => ({ default: m.DecisionPicker })));
const MOST = 20;

/** Decisions that an answer links to. */
export function DecisionsField({
  decisions,
  onChange,
}: {
  decisions: readonly Decision[];
  onChange: (decisions: readonly Decision[]) => void;
}) {
  const [isPicking, setPicking] = useState(false);
  return (
    <div>
      {decisions.length > 0 && (
        <ul aria-label="Linked decisions" className="mb-2 space-y-1.5">
          {decisions.map((decision) => (
            <li
              key={decision.requestId}
              className="flex items-center gap-2.5 rounded-lg border border-line bg-raised py-1 pr-1 pl-3"
            >
              <Gavel className="size-4 shrink-0 text-dim" />
              <span className="min-w-0 flex-1 wrap-anywhere text-ui">
                {decision.title}: <strong className="font-medium">{decision.option}</strong>
              </span>
              <IconButton
                label={`Do not link “${decision.title}”`}
                onClick={() => onChange(decisions.filter((one) => one !== decision))}
              >
                <X className="size-4" />
              </IconButton>
            </li>
          ))}
        </ul>
      )}
      {decisions.length < MOST && (
        <Button look="quiet" size="small" onClick={() => setPicking(true)}>
          <Plus className="size-4" /> Link a decision
        </Button>
      )}
      <Suspense>
        {isPicking && (
          <Picker
            linked={decisions}
            onClose={() => setPicking(false)}
            onPick={(decision) => {
              setPicking(false);
              onChange([...decisions, decision]);
            }}
          />
        )}
      </Suspense>
    </div>
  );
}
