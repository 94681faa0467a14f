import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { browserZone, wallTime } from '../people-time/local-time.ts';
import { localInput, snoozeTimes } from './snooze-times.ts';

/** When an entry is to come back. */
export function SnoozeDialog(props: {
  onClose: () => void;
  onSnooze: (untilMs: number, when: string) => void;
}) {
  const [nowMs] = useState(() => Date.now());
  const { tomorrow, monday } = snoozeTimes(nowMs);
  const [picked, setPicked] = useState(localInput(tomorrow));
  const pickedMs = new Date(picked).getTime();
  const isWrong = !(pickedMs > nowMs);
  const textOf = (atMs: number) => wallTime(atMs, nowMs, browserZone());
  const choose = (atMs: number) => {
    props.onClose();
    props.onSnooze(atMs, textOf(atMs));
  };
  return (
    <Dialog
      isOpen
      onClose={props.onClose}
      title="Snooze until"
      description="It comes back to the top, unread."
    >
      <div className="grid gap-2">
        <Button onClick={() => choose(tomorrow)} className="justify-start">
          Tomorrow <span className="numbers text-dim">{textOf(tomorrow)}</span>
        </Button>
        <Button onClick={() => choose(monday)} className="justify-start">
          Next Monday <span className="numbers text-dim">{textOf(monday)}</span>
        </Button>
      </div>
      <form
        className="mt-4 flex flex-wrap items-end gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          choose(pickedMs);
        }}
      >
        <TextField
          label="At a time"
          type="datetime-local"
          className="min-w-52 flex-1"
          value={picked}
          onChange={(event) => setPicked(event.target.value)}
          error={isWrong ? 'Choose a later time than now.' : null}
        />
        <Button type="submit" look="primary" disabled={isWrong}>
          Snooze
        </Button>
      </form>
    </Dialog>
  );
}
