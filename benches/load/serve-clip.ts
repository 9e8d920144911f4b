/**
 * The load source, a process of its own whose cost isn't counted: one clip as COUNT cameras over RTSP.
 *   node benches/load/serve-clip.ts FILE COUNT
 */
import { createRtspServe } from '@matlang/simulator';

const [file = '', count = '1'] = process.argv.slice(2);
const serve = await createRtspServe([{ file, path: '/load/', repeat: Number(count) }], {
  maxViewerQueueBytes: 8 * 1024 * 1024,
});
process.stdout.write(`${JSON.stringify({ urls: serve.urls })}\n`);
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
