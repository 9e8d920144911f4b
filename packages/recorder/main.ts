/**
 * The recorder's process: `node packages/recorder/main.ts --data DIR [--socket FILE]`. Log lines (JSON) go to standard error;
 * one JSON line on standard output says that it is ready. It ends itself, cleanly, when its standard input closes (the
 * supervisor's pipe) or on SIGTERM, so that no two recorders run.
 */
import { fstatSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ArchiveError } from '@matlang/archive';
import { KeyError } from '@matlang/keys';
import { EXIT_DO_NOT_RESTART, RECORDER_SOCKET } from '@matlang/link';
import { createLog, describeFault } from './log.ts';
import { type RecorderProcess, startRecorder } from './start-recorder.ts';

const EXIT_USAGE = 64;
/** A clean stop that hangs on a dead disk ends here; the archive is made to be killed. */
const STOP_TIMEOUT_MS = 10_000;

const log = createLog(process.stderr, () => Date.now());
let running: RecorderProcess | null = null;
let stopping = false;

async function stop(why: string, exitCode: number): Promise<void> {
  if (stopping) {
    return;
  }
  stopping = true;
  log('stopping', { why });
  setTimeout(() => {
    log('stop-timed-out');
    process.exit(1);
  }, STOP_TIMEOUT_MS).unref();
  try {
    await running?.stop();
  } catch (error) {
    log('fault', { error: describeFault(error) });
  }
  log('stopped');
  process.exit(exitCode);
}

function fault(error: unknown): void {
  log('fault', { error: describeFault(error) });
  void stop('fault', 1);
}

/** A pipe or socket is a supervisor; a terminal or /dev/null is not. */
function isSupervised(): boolean {
  const status = fstatSync(0);
  return status.isFIFO() || status.isSocket();
}

function watchForTheEnd(): void {
  process.on('uncaughtException', fault);
  process.on('unhandledRejection', fault);
  process.on('SIGTERM', () => void stop('SIGTERM', 0));
  if (isSupervised()) {
    // Ctrl-C reaches the whole group; the supervisor ends its processes in order, by their pipes.
    process.on('SIGINT', () => {});
    process.stdin.on('end', () => void stop('supervisor ended', 0));
    process.stdin.on('error', () => void stop('supervisor ended', 0));
    process.stdin.resume();
  } else {
    process.on('SIGINT', () => void stop('SIGINT', 0));
  }
}

async function main(): Promise<void> {
  // What is made without a mode of its own, as Node's compile cache: for nobody else on the machine.
  process.umask(0o077);
  const { values } = parseArgs({ options: { data: { type: 'string' }, socket: { type: 'string' } } });
  if (values.data === undefined) {
    process.stderr.write('usage: node packages/recorder/main.ts --data DIR [--socket FILE]\n');
    process.exit(EXIT_USAGE);
  }
  const dataDirectory = resolve(values.data);
  const socketPath = values.socket ?? join(dataDirectory, RECORDER_SOCKET);
  watchForTheEnd();
  try {
    running = await startRecorder({
      dataDirectory,
      socketPath,
      log,
      ownsThread: true,
      onRestartNeeded: () => void stop('volumes changed', 0),
    });
  } catch (error) {
    const refused =
      error instanceof KeyError || (error instanceof ArchiveError && error.code === 'index-version');
    log('start-refused', {
      code: error instanceof KeyError || error instanceof ArchiveError ? error.code : 'internal',
      error: error instanceof Error ? error.message : String(error),
    });
    process.exit(refused ? EXIT_DO_NOT_RESTART : 1);
  }
  process.stdout.write(
    `${JSON.stringify({ ready: true, role: 'recorder', pid: process.pid, socket: socketPath })}\n`,
  );
}

await main();
