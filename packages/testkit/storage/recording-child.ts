/**
 * A process that records, to be killed: `node recording-child.ts VOLUME START_UNIX_MS BOOT_ID`. Two synthetic streams, a second
 * of footage every few milliseconds; each fragment that the archive announces is a line on standard output.
 */
import { openArchive } from '@matlang/archive';
import { SyntheticStream } from './synthetic-stream.ts';

const [path = '', start = '', bootId = ''] = process.argv.slice(2);
const FRAGMENT_EVERY_MS = 4;
const startUnixMs = Number(start);
let nowUnixMs = startUnixMs;

const archive = await openArchive({
  volumes: [{ id: 'v1', path, floorBytes: 0 }],
  bootId,
  now: () => ({ unixMs: nowUnixMs, monotonicMs: performance.now() }),
  signer: null,
  onWarning: (_, text) => process.stderr.write(`${text}\n`),
});
archive.onAppended(({ stream, wallStartUnixMs }) =>
  process.stdout.write(`${stream.kind} ${wallStartUnixMs}\n`),
);
const runs = (['main', 'sub'] as const).map((kind, index) => {
  const source = new SyntheticStream({
    startUnixMs,
    seed: index + 1,
    fragmentsPerGop: 1 + 3 * index,
    pictureBytes: 3000,
  });
  const { format, init } = source;
  const stream = { cameraId: 'camera-1', kind };
  return {
    source,
    run: archive.beginRun({ stream, volumeId: 'v1', format, init, reason: 'start', startUnixMs }),
  };
});
setInterval(() => {
  for (const { source, run } of runs) run.append(source.next());
  nowUnixMs = runs[0]?.source.wallUnixMs ?? nowUnixMs;
}, FRAGMENT_EVERY_MS);
