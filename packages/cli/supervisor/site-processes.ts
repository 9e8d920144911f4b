/** The three processes of a site under one roof: what `matlang run` and `matlang demo` start. */
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { type Bilingual, type NetworkNotice, networkNoticeSchema } from '@matlang/contract';
import { ANALYST_SOCKET, WISH_SIMULATED_CAMERAS } from '@matlang/link';
import { RECORDER_NODE_OPTIONS } from '@matlang/recorder/node-options';
import { filled } from '../language/say.ts';
import { publishSiteAddress, withdrawSiteAddress } from '../site/site-address.ts';
import { RUN_TEXTS } from '../texts/run-texts.ts';
import { compileCacheSettings } from './compile-cache.ts';
import { ANALYST_PATIENCE, Liveness, type Patience } from './liveness.ts';
import { publishRestarts } from './process-starts.ts';
import { type ProcessRole, SupervisedProcess } from './supervised-process.ts';

/** Where the site lives, and whom its processes tell. */
export interface SiteOptions {
  readonly dataDirectory: string;
  /** Null: 8080 or the next free one. */
  readonly port: number | null;
  readonly logOf: (role: ProcessRole) => Writable;
  /**
   * Called at each (re)start of the server, with its address, and with the code by which the first administrator is made; null: there is one.
   */
  readonly onAddress: (url: string, setUpCode: string | null) => void;
  /** How the site is reached from the network: at each start of the server, and whenever it changes. */
  readonly onNetwork?: (notice: NetworkNotice) => void;
  /** Further arguments of the server: see its network-arguments.ts. */
  readonly networkArgs?: readonly string[];
  /** The server was asked for simulated cameras; null: there are none to give, and the server says so. */
  readonly onSimulatedCamerasWished: (() => void) | null;
  /** A process ended; `final` when starting it again can't help. */
  readonly onEnd: (role: ProcessRole, how: Bilingual, final: boolean) => void;
  /** Another one in tests only. */
  readonly analystPatience?: Patience;
}

const MAIN_FILES: Readonly<Record<ProcessRole, string>> = {
  recorder: fileURLToPath(import.meta.resolve('@matlang/recorder/main')),
  server: fileURLToPath(import.meta.resolve('@matlang/server/main')),
  analyst: fileURLToPath(import.meta.resolve('@matlang/analyst/main')),
};

/** Starts recorder, server and analyst and keeps them running until `stop`. */
export class SiteProcesses {
  readonly #options: SiteOptions;
  readonly #processes: ReadonlyMap<ProcessRole, SupervisedProcess>;
  readonly #liveness: Liveness;
  /** After its first start the server keeps its port, so that open pages find it again. */
  #url: string | null = null;
  readonly #restarts: Record<ProcessRole, number> = { recorder: 0, server: 0, analyst: 0 };

  constructor(options: SiteOptions) {
    this.#options = options;
    const portArgs = options.port === null ? [] : ['--port', String(options.port)];
    const offerArgs = options.onSimulatedCamerasWished === null ? [] : ['--offer-simulated-cameras'];
    this.#processes = new Map([
      ['recorder', this.#supervise('recorder', [])],
      ['server', this.#supervise('server', [...portArgs, ...offerArgs, ...(options.networkArgs ?? [])])],
      ['analyst', this.#supervise('analyst', [])],
    ]);
    this.#liveness = new Liveness({
      socketPath: join(options.dataDirectory, ANALYST_SOCKET),
      patience: options.analystPatience ?? ANALYST_PATIENCE,
      onSilent: () => {
        options.logOf('analyst').write(`${JSON.stringify({ role: 'analyst', event: 'silent-killed' })}\n`);
        this.#processes.get('analyst')?.kill();
      },
    });
  }

  /** Process ids now, for status pages, benches and tests. */
  pids(): Readonly<Partial<Record<ProcessRole, number>>> {
    return Object.fromEntries(
      [...this.#processes].flatMap(([role, { pid }]) => (pid === null ? [] : [[role, pid]])),
    );
  }

  start(): void {
    publishRestarts(this.#options.dataDirectory, this.#restarts);
    for (const process of this.#processes.values()) process.start();
    this.#liveness.start();
  }

  /** Ends the recorder first: the heads that it signs at its end go to the server's audit log. */
  async stop(): Promise<void> {
    this.#liveness.stop();
    withdrawSiteAddress(this.#options.dataDirectory);
    await this.#processes.get('recorder')?.stop();
    await Promise.all([this.#processes.get('server')?.stop(), this.#processes.get('analyst')?.stop()]);
  }

  #supervise(role: ProcessRole, args: readonly string[]): SupervisedProcess {
    const { dataDirectory } = this.#options;
    const cache = compileCacheSettings(dataDirectory, process.env);
    return new SupervisedProcess({
      role,
      file: MAIN_FILES[role],
      nodeOptions: [...cache.nodeOptions, ...(role === 'recorder' ? RECORDER_NODE_OPTIONS : [])],
      environment: cache.environment,
      args: ['--data', dataDirectory, ...args],
      log: this.#options.logOf(role),
      onLine: (line) => {
        if (role !== 'server') return;
        if (typeof line['url'] === 'string')
          this.#onAddress(line['url'], typeof line['setUpCode'] === 'string' ? line['setUpCode'] : null);
        const notice = networkNoticeSchema.safeParse(line).data;
        if (notice !== undefined) this.#options.onNetwork?.(notice);
        if (line['wish'] === WISH_SIMULATED_CAMERAS.wish) this.#options.onSimulatedCamerasWished?.();
      },
      onRestart: () => {
        this.#restarts[role] += 1;
        publishRestarts(dataDirectory, this.#restarts);
      },
      onEnd: ({ code, signal, restartInMs }) =>
        this.#options.onEnd(
          role,
          signal === null
            ? filled(RUN_TEXTS.exitCode, { code: code ?? '?' })
            : filled(RUN_TEXTS.signal, { signal }),
          restartInMs === null,
        ),
    });
  }

  #onAddress(url: string, setUpCode: string | null): void {
    publishSiteAddress(this.#options.dataDirectory, url);
    if (this.#url !== url || setUpCode !== null) this.#options.onAddress(url, setUpCode);
    this.#url = url;
  }
}
