import { isCapturing } from './recorder-machine.ts';
import { recorder } from './recorder.ts';
import { deliveries } from './upload/deliveries.ts';

/** Asks before a page is left that records, or holds what the server has not confirmed. */
window.addEventListener('beforeunload', (event) => {
  const { phase } = recorder.get();
  const isBusy = isCapturing(phase) || phase === 'finishing' || deliveries.get().length > 0;
  if (isBusy) event.preventDefault();
});
