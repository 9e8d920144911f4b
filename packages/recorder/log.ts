/** Structured log lines on standard error: one JSON object each. Callers hand in no secrets; addresses are stripped here all the same. */
import type { Writable } from 'node:stream';
import { redactCredentials } from '@matlang/media/rtsp';

/** An event by name with its facts. */
export type Log = (event: string, details?: Readonly<Record<string, unknown>>) => void;

/** A fault of ours as a line says it: where it happened, as far as that is known. */
export function describeFault(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

const MAX_TEXT_CHARACTERS = 2000;

/** A reader that stopped reading keeps this much waiting; a recorder writes some lines an hour. */
const MAX_WAITING_BYTES = 1024 * 1024;

/**
 * Writes to `stream`. A reader that is gone is no reason to end, one that does not read none to grow: beyond 1 MiB that waits,
 * lines are left out, and `log-lines-dropped` says how many as soon as there is room again.
 */
export function createLog(stream: Writable, nowUnixMs: () => number): Log {
  let dropped = 0;
  const write = (event: string, details: Readonly<Record<string, unknown>>): void => {
    const line = { at: new Date(nowUnixMs()).toISOString(), role: 'recorder', event, ...details };
    stream.write(`${JSON.stringify(line, shown)}\n`);
  };
  const tellDropped = (): void => {
    if (dropped > 0) {
      const lines = dropped;
      dropped = 0;
      write('log-lines-dropped', { lines });
    }
  };
  stream.on('error', () => {});
  stream.on('drain', tellDropped);
  return (event, details = {}) => {
    if (stream.writableLength > MAX_WAITING_BYTES) {
      dropped += 1;
      return;
    }
    tellDropped();
    write(event, details);
  };
}

function shown(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? redactCredentials(value).slice(0, MAX_TEXT_CHARACTERS) : value;
}
