import type { AskKind, LedgerEntry } from '#shared/acknowledgements.ts';
import type { CellStatus } from '#shared/asks.ts';

/** What is asked, in words: “asks you to …”. */
export const ASKS_TO: Record<AskKind, string> = {
  watch: 'watch',
  acknowledge: 'acknowledge',
  approve: 'approve',
  decide: 'decide on',
};

export const STATUS_WORDS: Record<CellStatus, string> = {
  asked: 'Missing',
  overdue: 'Overdue',
  will_follow_up: 'Will follow up',
  watched: 'Watched',
  acknowledged: 'Acknowledged',
  approved: 'Approved',
  changes_requested: 'Asked for changes',
  decided: 'Decided',
  declined: 'Can’t',
  handed_over: 'Handed over',
  withdrawn: 'Withdrawn',
  superseded: 'Asked about the next version',
};

export const STATUS_TONES: Record<CellStatus, 'neutral' | 'good' | 'warn' | 'danger'> = {
  asked: 'warn',
  overdue: 'danger',
  will_follow_up: 'warn',
  watched: 'good',
  acknowledged: 'good',
  approved: 'good',
  changes_requested: 'warn',
  decided: 'good',
  declined: 'neutral',
  handed_over: 'neutral',
  withdrawn: 'neutral',
  superseded: 'neutral',
};

/** How an ask was answered. What was only watched is never called anything else. */
export function answeredStatus({ kind, answer }: Pick<LedgerEntry, 'kind' | 'answer'>): CellStatus {
  if (kind === 'watch') return 'watched';
  if (kind === 'decide') return 'decided';
  if (answer === 'changes_requested') return 'changes_requested';
  return kind === 'approve' ? 'approved' : 'acknowledged';
}

/** “Acknowledged” where that is all that is asked, else “answered”. */
export function answeredWord(entries: readonly Pick<LedgerEntry, 'kind'>[]): string {
  return entries.every(({ kind }) => kind === 'acknowledge') ? 'acknowledged' : 'answered';
}
