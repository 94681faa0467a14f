import { Download } from 'lucide-react';
import { useState } from 'react';
import { errorText } from '../../api/api-error.ts';
import { Button } from '../../ui/button.tsx';
import { showToast } from '../../ui/toast.tsx';

/** An MP4 of what lies on this device, made in the browser: no server is needed for it. */
export function SaveCopyButton({ recordingId, title }: { recordingId: string; title: string }) {
  const [isBusy, setBusy] = useState(false);
  async function save(): Promise<void> {
    setBusy(true);
    try {
      const { saveCopy } = await import('../../recorder/copy/save-copy.ts');
      const { missingMs } = await saveCopy(recordingId, title || 'Recording');
      if (missingMs > 0)
        showToast(
          `The copy begins ${Math.round(missingMs / 1000)} s later: the rest is safe on the server already.`,
        );
    } catch (error) {
      showToast(errorText(error).message, { isError: true });
    } finally {
      setBusy(false);
    }
  }
  return (
    <Button isBusy={isBusy} onClick={() => void save()}>
      <Download className="size-4" /> Save a copy
    </Button>
  );
}
