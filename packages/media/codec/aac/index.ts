export { parseAudioSpecificConfig } from './audio-specific-config.ts';
export { createAacFormat } from './format.ts';
