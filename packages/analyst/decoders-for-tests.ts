/** Both ways to decode, for tests that hold for either. */
import { FfmpegEngine } from './picture/ffmpeg-engine.ts';
import { loadNodeAvEngine } from './picture/node-av-engine.ts';
import { ffmpegTranscoder } from './transcode/ffmpeg-transcoder.ts';
import { loadNodeAvTranscoder } from './transcode/node-av-transcoder.ts';

/** What makes stills and what transcodes, by name. `load` throws Error where node-av is not installed. */
export const DECODERS = [
  {
    name: 'node-av',
    load: async () => {
      const { engine } = await loadNodeAvEngine();
      const open = await loadNodeAvTranscoder();
      if (engine === null || open === null) throw new Error('node-av is not installed');
      return { engine, open };
    },
  },
  {
    name: 'ffmpeg',
    load: () => Promise.resolve({ engine: new FfmpegEngine('ffmpeg'), open: ffmpegTranscoder('ffmpeg') }),
  },
];
