/**
 * One process of a site, kept alive: started, its ready line read, started again when it ends, ended in order. Its
 * standard input is a pipe that we never write to: when the supervisor is gone, however it went, the pipe closes and the
 * process ends itself, so that no two recorders run.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Writable } from 'node:stream';
import { EXIT_DO_NOT_RESTART } from '@matlang/link';
import { yieldMemory } from './memory-order.ts';
import { RestartDelay } from './restart-delay.ts';

/** After its pipe was closed a process has this long to end its runs and say goodbye to the cameras. */
const GRACE_MS = 15_000;

/** The processes of a site. */
export type ProcessRole = 'recorder' | 'server' | 'analyst';

/** What is started, and what becomes of what it says. */
export interface ProcessPlan {
  readonly role: ProcessRole;
  /** File of the process's composition root. */
  readonly file: string;
  readonly args: readonly string[];
  /** Node's own, in front of the file. */
  readonly nodeOptions: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Called at each start but the first, before it. */
  readonly onRestart: () => void;
  /** Where its log lines go. */
  readonly log: Writable;
  /** A JSON line of its standard output: that it is ready, or what it wishes. */
  readonly onLine: (line: Readonly<Record<string, unknown>>) => void;
  readonly onEnd: (end: {
    readonly code: number | null;
    readonly signal: string | null;
    readonly restartInMs: number | null;
  }) => void;
}

/** Keeps one process running until `stop`. */
export class SupervisedProcess {
  readonly #plan: ProcessPlan;
  readonly #delay = new RestartDelay();
  #child: ChildProcess | null = null;
  #restart: NodeJS.Timeout | null = null;
  #stopping = false;
  #ended: (() => void) | null = null;

  constructor(plan: ProcessPlan) {
    this.#plan = plan;
  }

  /** The process id now, or null between two lives. */
  get pid(): number | null {
    return this.#child?.pid ?? null;
  }

  start(): void {
    const startedMs = performance.now();
    const child = spawn(process.execPath, [...this.#plan.nodeOptions, this.#plan.file, ...this.#plan.args], {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: this.#plan.environment,
    });
    this.#child = child;
    if (child.pid !== undefined) yieldMemory(this.#plan.role, child.pid);
    child.stdin.on('error', () => {});
    child.stderr.pipe(this.#plan.log, { end: false });
    createInterface({ input: child.stdout }).on('line', (line) => this.#readLine(line));
    child.on('error', (error) =>
      this.#plan.log.write(`${JSON.stringify({ role: this.#plan.role, error: error.message })}\n`),
    );
    child.on('close', (code, signal) => this.#afterEnd(code, signal, performance.now() - startedMs));
  }

  /** At once; it is started again as after any end. */
  kill(): void {
    this.#child?.kill('SIGKILL');
  }

  #readLine(line: string): void {
    let parsed: unknown;
    try {
      parsed = JSON.parse(line);
    } catch {
      this.#plan.log.write(`${line}\n`);
      return;
    }
    if (typeof parsed === 'object' && parsed !== null) this.#plan.onLine({ ...parsed });
  }

  #afterEnd(code: number | null, signal: string | null, upMs: number): void {
    this.#child = null;
    const restartInMs = this.#stopping || code === EXIT_DO_NOT_RESTART ? null : this.#delay.afterDeath(upMs);
    this.#plan.onEnd({ code, signal, restartInMs });
    this.#ended?.();
    if (restartInMs === null) return;
    this.#restart = setTimeout(() => {
      this.#plan.onRestart();
      this.start();
    }, restartInMs);
  }

  /** Closes the process's pipe and waits until it has ended; kills it when it doesn't within the grace time. */
  async stop(): Promise<void> {
    this.#stopping = true;
    if (this.#restart !== null) clearTimeout(this.#restart);
    const child = this.#child;
    if (child === null) return;
    await new Promise<void>((resolve) => {
      const kill = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
      this.#ended = () => {
        clearTimeout(kill);
        resolve();
      };
      child.stdin?.end();
    });
  }
}
