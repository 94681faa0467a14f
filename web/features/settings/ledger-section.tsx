import { useQuery } from '@tanstack/react-query';
import { ScrollText, ShieldAlert, ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { findChainFault, ledgerCsv, readLedger, type ChainFault } from '#shared/ledger-chain.ts';
import type { LedgerKind, LedgerRecord } from '#shared/ledger.ts';
import { errorText } from '../../api/api-error.ts';
import { api, queries } from '../../api/client.ts';
import { Button } from '../../ui/button.tsx';
import { saveFile } from '../../ui/save-file.ts';
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx';
import { shortTime } from '../../ui/time.tsx';
import { showToast } from '../../ui/toast.tsx';
import { RetentionField } from './retention-field.tsx';

const SHOWN = 100;
const KINDS: Record<LedgerKind, string> = {
  asked: 'asked',
  ask_changed: 'changed the ask to',
  ask_withdrawn: 'withdrew the ask to',
  superseded: 'made a new version, which ends the ask to',
  acknowledged: 'acknowledged',
  watched: 'has watched (by evidence)',
  approved: 'approved',
  changes_requested: 'asked for changes to',
  decided: 'decided',
  acknowledgement_taken_back: 'took the acknowledgement back',
  answer_taken_back: 'took the answer back',
  will_follow_up: 'will follow up',
  declined: 'can’t',
  handed_over: 'handed over to',
  guest_answered: 'answered as a guest',
  retention_set: 'set how long entries are kept',
  forgotten: 'let older entries go, by the rule',
};

type Check =
  | { isBusy: true }
  | { isBusy: false; count: number; head: string | null; fault: ChainFault | null };

/** What was asked and answered, for admins: to read, to check, and to take away. */
export function LedgerSection() {
  const newest = useQuery(queries.ledger.list.queryOptions({ input: { limit: 1 } }));
  const last = newest.data?.last;
  const shown = useQuery({
    ...queries.ledger.list.queryOptions({ input: { after: Math.max(0, (last ?? 0) - SHOWN), limit: SHOWN } }),
    enabled: last !== undefined,
  });
  const [check, setCheck] = useState<Check | null>(null);
  const failed = (error: unknown) => {
    setCheck(null);
    showToast(errorText(error).message, { isError: true });
  };

  async function verify(): Promise<void> {
    setCheck({ isBusy: true });
    const records = await readLedger(api.ledger.list);
    const fault = await findChainFault(records);
    setCheck({ isBusy: false, count: records.length, head: records.at(-1)?.hash ?? null, fault });
  }
  async function save(kind: 'csv' | 'json'): Promise<void> {
    const records = await readLedger(api.ledger.list);
    const text = kind === 'csv' ? ledgerCsv(records) : JSON.stringify(records, null, 2);
    saveFile(new Blob([text], { type: kind === 'csv' ? 'text/csv' : 'application/json' }), `ledger.${kind}`);
  }

  const error = newest.error ?? shown.error;
  if (error) return <ErrorState error={error} onRetry={() => void newest.refetch()} />;
  if (!shown.data) return <Skeleton className="h-64" />;
  const { records } = shown.data;
  return (
    <section aria-label="Ledger" className="space-y-5">
      <div>
        <h2 className="text-ui font-semibold">Ledger</h2>
        <p className="mt-1 max-w-prose text-ui text-dim">
          Who asked and answered what, and when. Entries are only ever added; each holds the hash of the one
          before, so that a change shows.
        </p>
      </div>
      <div className="flex flex-wrap gap-2">
        <Button isBusy={check?.isBusy === true} onClick={() => void verify().catch(failed)}>
          <ShieldCheck className="size-4" /> Check the chain
        </Button>
        <Button onClick={() => void save('csv').catch(failed)}>Export CSV</Button>
        <Button onClick={() => void save('json').catch(failed)}>Export JSON</Button>
      </div>
      <RetentionField />
      {check?.isBusy === false && <Verdict {...check} />}
      {records.length === 0 ? (
        <EmptyState icon={<ScrollText className="size-5" />} title="Nothing is on record yet">
          Ask somebody to acknowledge a video: it is noted here.
        </EmptyState>
      ) : (
        <ol className="divide-y divide-line rounded-xl border border-line bg-raised">
          {records.toReversed().map((record) => (
            <Line key={record.sequence} record={record} />
          ))}
        </ol>
      )}
      {(last ?? 0) > SHOWN && (
        <p className="text-[0.8125rem] text-dim">
          The newest {SHOWN} of {last}. An export has them all.
        </p>
      )}
    </section>
  );
}

function Verdict({ count, head, fault }: { count: number; head: string | null; fault: ChainFault | null }) {
  return fault ? (
    <p role="alert" className="flex gap-2 rounded-xl bg-danger-soft px-4 py-3 text-ui text-danger">
      <ShieldAlert className="mt-0.5 size-4 shrink-0" /> The chain is broken at entry {fault.sequence}: it is{' '}
      {fault.why.replace('_', ' ')}. Export it, and compare it with an earlier export.
    </p>
  ) : (
    <p role="status" className="rounded-xl bg-good-soft px-4 py-3 text-ui text-good">
      {count} entries, unbroken.{' '}
      {head && (
        <>
          Head: <code className="text-xs break-all">{head}</code>
        </>
      )}
    </p>
  );
}

function Line({ record }: { record: LedgerRecord }) {
  const { sequence, at, kind, actor, subject, videoTitle, details } = record;
  const more = [
    typeof details['version'] === 'number' && details['version'] > 1 && `version ${details['version']}`,
    typeof details['keepMonths'] === 'number' && `kept for ${details['keepMonths']} months`,
    details['keepMonths'] === null && 'kept for ever',
    typeof details['upTo'] === 'number' && `up to entry ${details['upTo']}`,
    typeof details['ask'] === 'string' && `to ${details['ask']}`,
    typeof details['answer'] === 'string' && details['answer'].replaceAll('_', ' '),
    typeof details['option'] === 'string' && `“${details['option']}”`,
    typeof details['note'] === 'string' && `“${details['note']}”`,
    typeof details['dueAt'] === 'string' && `due ${shortTime(details['dueAt'])}`,
    typeof details['watchedMs'] === 'number' && `${Math.round(details['watchedMs'] / 1000)} s watched`,
    details['isVerified'] === false && 'name not confirmed',
    `by ${String(details['by'] ?? 'session')}`,
  ].filter(Boolean);
  return (
    <li className="px-4 py-3 text-ui">
      <p>
        <span className="font-medium">{actor.name}</span> {KINDS[kind]}{' '}
        {subject && <span className="font-medium">{subject.name}</span>}
        {videoTitle && ` · ${videoTitle}`}
      </p>
      <p className="numbers mt-0.5 text-[0.8125rem] text-dim">
        {sequence} · {shortTime(at)} · {more.join(' · ')}
      </p>
    </li>
  );
}
