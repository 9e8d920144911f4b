/** Processes under test: started, listened to line by line, and ended by their own id. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** Where a process under test runs and what its environment has beyond the test's own. */
export interface ChildProcessOptions {
  readonly cwd?: string;
  /** Added to the environment of the test. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A process that the test started and must end: its output while it runs, and how it ended. */
export interface StartedProcess {
  readonly pid: number;
  readonly child: ChildProcess;
  /** Both outputs so far, line by line, at most the last 10,000. */
  readonly lines: readonly string[];
  /**
   * The first line, already written or to come, that `matches`.
   * @throws Error with the last lines when the process ends or the time is up
   */
  waitForLine(matches: RegExp, timeoutMs?: number): Promise<string>;
  /** Code or signal; fulfilled at once where it has ended. */
  readonly ended: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
  /** Sends the signal (default SIGKILL) and waits for the end. */
  kill(signal?: NodeJS.Signals): Promise<void>;
}

const MAX_LINES = 10_000;

/** Rejects where the program can't be started. Whoever starts a process ends it: `onTestFinished(() => started.kill())`. */
export async function startProcess(
  program: string,
  parameters: readonly string[],
  options: ChildProcessOptions = {},
): Promise<StartedProcess> {
  const child = spawn(program, parameters, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      if (lines.length > MAX_LINES) lines.shift();
      for (const listener of listeners) listener();
    });
  }
  child.stdin.on('error', () => undefined);
  let hasEnded = false;
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.once('close', (code, signal) => {
      hasEnded = true;
      resolve({ code, signal });
      for (const listener of listeners) listener();
    });
  });
  const pid = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('spawn', () => resolve(child.pid ?? 0));
  });
  return {
    pid,
    child,
    lines,
    ended,
    waitForLine(matches, timeoutMs = 20_000) {
      return new Promise((resolve, reject) => {
        const finish = (error: Error | null, line = ''): void => {
          clearTimeout(timer);
          listeners.delete(look);
          if (error === null) resolve(line);
          else reject(error);
        };
        const complain = (what: string): Error =>
          new Error(
            `${program}: ${what}, no line like ${matches}; last lines:\n${lines.slice(-20).join('\n')}`,
          );
        const look = (): void => {
          const line = lines.find((candidate) => matches.test(candidate));
          if (line !== undefined) finish(null, line);
          else if (hasEnded) finish(complain('has ended'));
        };
        const timer = setTimeout(() => finish(complain(`${timeoutMs} ms are over`)), timeoutMs);
        listeners.add(look);
        look();
      });
    },
    async kill(signal = 'SIGKILL') {
      if (!hasEnded) child.kill(signal);
      await ended;
    },
  };
}
