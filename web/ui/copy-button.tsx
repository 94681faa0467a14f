import { Check, Link2 } from 'lucide-react';
import { useState } from 'react';
import { Button } from './button.tsx';
import { showToast } from './toast.tsx';

/** Copies a text and says so. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    showToast(`Copying was not allowed. Copy it by hand: ${text}`, { isError: true });
    return false;
  }
}

/** Copies, and says so for a moment. */
export function useCopy(text: string): { isCopied: boolean; copy: () => Promise<void> } {
  const [isCopied, setCopied] = useState(false);
  async function copy(): Promise<void> {
    if (!(await copyText(text))) return;
    setCopied(true);
    setTimeout(() => setCopied(false), 1800);
  }
  return { isCopied, copy };
}

export function CopyButton({
  text,
  label = 'Copy link',
  look = 'secondary',
}: {
  text: string;
  label?: string;
  look?: 'primary' | 'secondary' | 'quiet';
}) {
  const { isCopied, copy } = useCopy(text);
  return (
    <Button look={look} onClick={copy}>
      {isCopied ? <Check className="size-4" /> : <Link2 className="size-4" />}
      <span aria-live="polite">{isCopied ? 'Copied' : label}</span>
    </Button>
  );
}
