export { type AudioSpecificConfig, parseAudioSpecificConfig } from './audio-specific-config.ts';
export { createAacFormat } from './format.ts';
