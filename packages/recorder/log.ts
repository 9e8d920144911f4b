/** Structured log lines on standard error: one JSON object each. Callers hand in no secrets; addresses are stripped here all the same. */
import { redactCredentials } from '@matlang/media/rtsp';

/** An event by name with its facts. */
export type Log = (event: string, details?: Readonly<Record<string, unknown>>) => void;

/** A fault of ours as a line says it: where it happened, as far as that is known. */
export function describeFault(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

const MAX_TEXT_CHARACTERS = 2000;

/** Writes to `stream`; a reader that is gone is no reason to end. */
export function createLog(stream: NodeJS.WritableStream, nowUnixMs: () => number): Log {
  stream.on('error', () => {});
  return (event, details = {}) => {
    const line = { at: new Date(nowUnixMs()).toISOString(), role: 'recorder', event, ...details };
    stream.write(`${JSON.stringify(line, shown)}\n`);
  };
}

function shown(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? redactCredentials(value).slice(0, MAX_TEXT_CHARACTERS) : value;
}
