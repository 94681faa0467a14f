export { readTranscriberInfo, saveTranscriberInfo } from './installation-facts.ts';
