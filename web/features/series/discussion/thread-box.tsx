import { MessageSquare } from 'lucide-react';
import { useEffect, useId, useRef, useState, type ReactNode } from 'react';
import { Button } from '../../../ui/button.tsx';
import { cx } from '../../../ui/class-names.ts';
import { CommentForm } from './comment-form.tsx';

/** A thread in its place: how much is said, and what, once it is opened. */
export function ThreadBox(props: {
  /** What it is about, such as “Mia on What is done?”. */
  about: string;
  count: number;
  /** A link leads here: it is open, and in sight. */
  isWanted: boolean;
  onSend: (body: string) => Promise<unknown>;
  /** A word or a link of the answer that stands in one line with the button. */
  beside?: ReactNode;
  /** What is said; asked for only when it is open. */
  children: ReactNode;
}) {
  const { about, count, isWanted } = props;
  const [isOpen, setOpen] = useState(isWanted);
  const [isWriting, setWriting] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const toggle = useRef<HTMLButtonElement>(null);
  const id = useId();
  useEffect(() => {
    if (isWanted) box.current?.scrollIntoView({ block: 'center' });
  }, [isWanted]);
  const words = count === 0 ? 'Discuss' : `${count} ${count === 1 ? 'comment' : 'comments'}`;
  return (
    <div ref={box} className="mt-1">
      <div className={cx('flex flex-wrap items-center gap-x-3', !props.beside && '-ml-2')}>
        {props.beside}
        <Button
          ref={toggle}
          look="quiet"
          size="small"
          aria-expanded={isOpen}
          aria-controls={isOpen ? id : undefined}
          aria-label={`${words}: ${about}`}
          onClick={() => {
            setOpen(!isOpen);
            setWriting(!isOpen && count === 0);
          }}
        >
          <MessageSquare className="size-3.5" /> {words}
        </Button>
      </div>
      {isOpen && (
        <div id={id} role="group" aria-label={`Thread: ${about}`} className="border-l-2 border-line pl-3.5">
          {props.children}
          {isWriting ? (
            <CommentForm
              label="Comment"
              submit="Send"
              onCancel={() => {
                setWriting(false);
                if (count === 0) setOpen(false);
                toggle.current?.focus();
              }}
              onSubmit={async (body) => {
                await props.onSend(body);
                setWriting(false);
                toggle.current?.focus();
              }}
            />
          ) : (
            <Button look="quiet" size="small" className="mt-1 -ml-2" onClick={() => setWriting(true)}>
              Write a comment
            </Button>
          )}
        </div>
      )}
    </div>
  );
}
