/** Log lines as JSON on standard error. Nothing secret gets through: see redact.ts. */
import { redactCredentials } from '@matlang/media/rtsp';

type LogLevel = 'info' | 'warn' | 'error';
type LogFields = Readonly<Record<string, string | number | boolean | null>>;

/** Writes one line. */
export type Log = (level: LogLevel, message: string, fields?: LogFields) => void;

/** A log over anything that takes lines. @param nowUnixMs the clock */
export function createLog(write: (line: string) => void, nowUnixMs: () => number): Log {
  return (level, message, fields = {}) => {
    const safe = Object.fromEntries(
      Object.entries(fields).map(([name, value]) => [
        name,
        typeof value === 'string' ? redactCredentials(value) : value,
      ]),
    );
    write(
      `${JSON.stringify({ at: new Date(nowUnixMs()).toISOString(), role: 'server', level, message: redactCredentials(message), ...safe })}\n`,
    );
  };
}

/** What an error says for the log, with its causes; stacks are for people who mend this program. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) {
    return String(error);
  }
  const own = error.stack ?? `${error.name}: ${error.message}`;
  return error.cause === undefined ? own : `${own}\ncaused by ${describeError(error.cause)}`;
}
