/** Processes that a bench starts and ends: each ends when its standard input closes, so that none outlives the bench. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface BenchProcess {
  readonly pid: number;
  /** The first line on standard output, parsed as JSON. */
  firstLine(): Promise<Readonly<Record<string, unknown>>>;
  /** Closes its input and waits; kills it when it doesn't end in time. */
  end(): Promise<void>;
  /** SIGKILL, and waits until it is gone. */
  kill(): Promise<void>;
}

const GRACE_MS = 20_000;

/** Starts a program; its standard error goes to ours when MATLANG_BENCH_VERBOSE is set. */
export const startProcess = (command: string, args: readonly string[]): BenchProcess => {
  const verbose = process.env['MATLANG_BENCH_VERBOSE'] !== undefined;
  const child: ChildProcess = spawn(command, args, {
    stdio: ['pipe', 'pipe', verbose ? 'inherit' : 'ignore'],
  });
  const { pid, stdout, stdin } = child;
  if (pid === undefined || stdout === null || stdin === null)
    throw new Error(`${command} could not be started`);
  stdin.on('error', () => {});
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const line = new Promise<string>((resolve, reject) => {
    createInterface({ input: stdout }).once('line', resolve);
    child.once('close', (code) =>
      reject(new Error(`${command} ${args[0] ?? ''} ended with ${code} before it said anything`)),
    );
  });
  line.catch(() => {});
  return {
    pid,
    firstLine: async () => JSON.parse(await line),
    end: async () => {
      stdin.end();
      const kill = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
      await closed;
      clearTimeout(kill);
    },
    kill: async () => {
      child.kill('SIGKILL');
      await closed;
    },
  };
};

/** Waits; benches run in real time. */
export const seconds = (count: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, count * 1000));
