import { useSyncExternalStore } from 'react';
import '../../recorder/guard-leaving.ts';
import { recorder } from '../../recorder/recorder.ts';
import type { RecorderState } from '../../recorder/recorder-state.ts';
import { deliveries, type Delivery } from '../../recorder/upload/deliveries.ts';

export function useRecorder(): RecorderState {
  return useSyncExternalStore(recorder.subscribe, recorder.get);
}

export function useDeliveries(): readonly Delivery[] {
  return useSyncExternalStore(deliveries.subscribe, deliveries.get);
}
