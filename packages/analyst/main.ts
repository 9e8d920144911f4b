/**
 * The analyst's composition root: the only process that decodes pictures. It says that it is there (`<data>/run/analyst.sock`),
 * answers the server, and ends with its pipe.
 *   node packages/analyst/main.ts --data DIR
 */
import { readFileSync } from 'node:fs';
import { setPriority } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ANALYST_SOCKET, RECORDER_SOCKET } from '@matlang/link';
import { AnalystSocket } from './analyst-socket.ts';
import { chooseDecoder } from './choose-decoder.ts';
import { MAX_RESIDENT_BYTES, watchMemory } from './memory-limit.ts';
import { Session } from './session.ts';
import { SiteArchive } from './site-archive.ts';
import { StillService } from './stills/still-service.ts';
import { TranscodeService } from './transcode/transcode-service.ts';

/** Recorder and server come first. Threads and programs that are started from here on inherit it. */
const NICE = 5;

const { values } = parseArgs({ options: { data: { type: 'string' } } });
if (values.data === undefined) {
  process.stderr.write('analyst: --data DIR is missing\n');
  process.exit(2);
}
const dataDirectory = resolve(values.data);
lowerPriority();
const chosen = await chooseDecoder(dataDirectory);
const archive = new SiteArchive(dataDirectory);
const stills = new StillService({
  archive: () => archive.reader(),
  engine: chosen.engine,
  whyNoEngine: chosen.engine === null ? chosen.reason : '',
});
const productVersion = readVersion();
const transcoding = new TranscodeService({
  openTranscoder: chosen.openTranscoder,
  archive: () => archive.reader(),
  recorderSocketPath: join(dataDirectory, RECORDER_SOCKET),
  productVersion,
});
const socket = new AnalystSocket({
  path: join(dataDirectory, ANALYST_SOCKET),
  productVersion,
  openSession: (send) => new Session(stills, transcoding, send),
});
await socket.listen();
const found =
  chosen.engine === null
    ? { engine: null, why: chosen.reason }
    : { engine: chosen.engine.name, transcodes: chosen.openTranscoder !== null };
process.stderr.write(`${JSON.stringify({ role: 'analyst', ...found })}\n`);
watchMemory({
  residentBytes: () => process.memoryUsage.rss(),
  maxBytes: MAX_RESIDENT_BYTES,
  onBeyond: (residentBytes) => {
    process.stderr.write(`${JSON.stringify({ role: 'analyst', event: 'memory-limit', residentBytes })}\n`);
    process.exit(1);
  },
});
process.stdout.write(`${JSON.stringify({ role: 'analyst', ready: true })}\n`);
// The supervisor never writes; when it ends, however it ended, the pipe closes and so do we.
process.stdin.resume();
process.stdin.on('end', end);
process.stdin.on('error', end);
process.on('SIGTERM', end);
// Ctrl-C reaches the whole group; the supervisor decides the order of ending.
process.on('SIGINT', () => {});

function end(): void {
  void socket.close().then(() => {
    archive.close();
    process.exit(0);
  });
}

function lowerPriority(): void {
  try {
    setPriority(NICE);
  } catch {
    // Not everywhere may a process do so; it decodes as well without.
  }
}

function readVersion(): string {
  const parsed: unknown = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));
  return typeof parsed === 'object' && parsed !== null && 'version' in parsed ? String(parsed.version) : '0';
}
