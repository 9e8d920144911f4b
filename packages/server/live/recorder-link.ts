/**
 * The server's end of the recorder's socket: keeps the newest states and statistics, sends commands, and comes back by
 * itself when the recorder was away. It holds the newest of each, never a queue.
 */
import { connect, type Socket } from 'node:net';
import {
  type CommandOutcome,
  type CommandRefusal,
  decodeFromRecorderFrame,
  encodeToRecorderFrame,
  FrameReader,
  type FromRecorderFrame,
  LINK_PROTOCOL_VERSION,
  MAX_CAMERAS,
  MAX_PENDING_COMMANDS,
  type RecorderCommand,
  type RecorderStatistics,
  STREAM_KINDS,
  type StreamKind,
  type StreamState,
} from '@matlang/link';
import { describeError, type Log } from '../log/log.ts';
import type { Clock } from '../site/site-context.ts';

const FIRST_RETRY_MS = 50;
const LONGEST_RETRY_MS = 1000;
/** A probe measures for up to 30 s, and connects before. */
const COMMAND_TIMEOUT_MS = 60_000;
/** Cameras times streams of the largest configuration. */
const MAX_STREAMS = STREAM_KINDS.length * MAX_CAMERAS;

export interface KnownStreamState {
  readonly state: StreamState;
  readonly sinceUnixMs: number;
}

/** The recorder is away, or went away before it answered: what was asked may or may not have been done. */
export class RecorderAwayError extends Error {
  override readonly name = 'RecorderAwayError';
}

/** The recorder answered that it won't. */
export class RecorderRefusedError extends Error {
  override readonly name = 'RecorderRefusedError';
  readonly refusal: CommandRefusal;

  constructor(refusal: CommandRefusal, detail: string) {
    super(`${refusal}: ${detail}`);
    this.refusal = refusal;
  }
}

/** What the archive did by itself: a step of the clock, signed heads, a repair. */
export type ArchiveEvent = Extract<FromRecorderFrame, { type: 'archive-event' }>;

interface PendingCommand {
  readonly resolve: (outcome: CommandOutcome) => void;
  readonly reject: (error: Error) => void;
  readonly timeout: NodeJS.Timeout;
}

export interface RecorderLinkOptions {
  readonly socketPath: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly productVersion: string;
}

/** `start` once; it reconnects until `close`. */
export class RecorderLink {
  readonly #options: RecorderLinkOptions;
  #socket: Socket | null = null;
  #connected = false;
  #sinceUnixMs: number;
  #retry: NodeJS.Timeout | null = null;
  #retryMs = FIRST_RETRY_MS;
  #closed = false;
  #nextCommandId = 1;
  #statistics: RecorderStatistics | null = null;
  readonly #states = new Map<string, KnownStreamState>();
  readonly #pending = new Map<number, PendingCommand>();
  readonly #connectListeners: (() => void)[] = [];
  readonly #eventListeners: ((event: ArchiveEvent) => void)[] = [];
  readonly #statisticsListeners = new Set<() => void>();

  constructor(options: RecorderLinkOptions) {
    this.#options = options;
    this.#sinceUnixMs = options.clock.nowUnixMs();
  }

  /** True after the recorder said hello. */
  get connected(): boolean {
    return this.#connected;
  }

  /** Since when it is connected or away. */
  get sinceUnixMs(): number {
    return this.#sinceUnixMs;
  }

  /** The newest, null while the recorder is away. */
  get statistics(): RecorderStatistics | null {
    return this.#statistics;
  }

  /** Null while the recorder is away or has not told. */
  stateOf(cameraId: string, kind: StreamKind): KnownStreamState | null {
    return this.#states.get(`${cameraId}/${kind}`) ?? null;
  }

  /** Called at each connection: the time for what had to wait. */
  onConnect(listener: () => void): void {
    this.#connectListeners.push(listener);
  }

  /** Called for each event of the archive. */
  onArchiveEvent(listener: (event: ArchiveEvent) => void): void {
    this.#eventListeners.push(listener);
  }

  /** True as soon as the recorder works by this configuration or a newer one; false when it does not within the time. */
  async waitForRevision(revision: number, timeoutMs: number): Promise<boolean> {
    const reached = (): boolean => (this.#statistics?.configurationRevision ?? -1) >= revision;
    if (reached()) return true;
    if (!this.#connected) return false;
    return await new Promise<boolean>((resolve) => {
      const look = (): void => {
        if (reached()) finish(true);
      };
      const finish = (result: boolean): void => {
        clearTimeout(timer);
        this.#statisticsListeners.delete(look);
        resolve(result);
      };
      const timer = setTimeout(() => finish(false), timeoutMs);
      this.#statisticsListeners.add(look);
    });
  }

  start(): void {
    const socket = connect(this.#options.socketPath);
    this.#socket = socket;
    const reader = new FrameReader(decodeFromRecorderFrame);
    socket.on('connect', () => {
      socket.write(
        encodeToRecorderFrame({
          type: 'hello',
          protocolVersion: LINK_PROTOCOL_VERSION,
          role: 'server',
          productVersion: this.#options.productVersion,
        }),
      );
    });
    socket.on('data', (chunk) => {
      try {
        reader.push(chunk, (frame) => this.#take(frame));
      } catch (error) {
        this.#options.log('error', 'the recorder’s socket says something unknown', {
          error: describeError(error),
        });
        socket.destroy();
      }
    });
    // Away is a state here, not an error: it is shown, and 'close' follows.
    socket.on('error', () => {});
    socket.on('close', () => this.#lost());
  }

  close(): void {
    this.#closed = true;
    if (this.#retry !== null) clearTimeout(this.#retry);
    this.#socket?.destroy();
  }

  /** The id under which the next command goes: the password of a probe is sealed for it. */
  reserveCommandId(): number {
    const id = this.#nextCommandId;
    this.#nextCommandId = id >= 0xffff_fffe ? 1 : id + 1;
    return id;
  }

  /** @throws RecorderAwayError, RecorderRefusedError */
  async command(command: RecorderCommand, id = this.reserveCommandId()): Promise<CommandOutcome> {
    const socket = this.#socket;
    if (!this.#connected || socket === null) throw new RecorderAwayError('the recorder is away');
    if (this.#pending.size >= MAX_PENDING_COMMANDS) {
      throw new RecorderRefusedError('too-many-commands', `${this.#pending.size} are unanswered`);
    }
    return await new Promise<CommandOutcome>((resolve, reject) => {
      const timeout = setTimeout(() => {
        this.#pending.delete(id);
        reject(new RecorderAwayError(`no answer to ${command.command} within ${COMMAND_TIMEOUT_MS} ms`));
      }, COMMAND_TIMEOUT_MS);
      this.#pending.set(id, { resolve, reject, timeout });
      socket.write(encodeToRecorderFrame({ type: 'command', id, command }));
    });
  }

  #take(frame: FromRecorderFrame): void {
    switch (frame.type) {
      case 'hello':
        this.#welcome(frame.protocolVersion);
        return;
      case 'stream-state':
        if (this.#states.size < MAX_STREAMS || this.#states.has(`${frame.cameraId}/${frame.kind}`)) {
          this.#states.set(`${frame.cameraId}/${frame.kind}`, {
            state: frame.state,
            sinceUnixMs: frame.sinceUnixMs,
          });
        }
        return;
      case 'statistics':
        this.#statistics = frame.statistics;
        for (const listener of this.#statisticsListeners) listener();
        return;
      case 'command-result':
        this.#settle(frame.id, frame.result);
        return;
      case 'archive-event':
        for (const listener of this.#eventListeners) listener(frame);
        return;
      case 'appended':
      case 'channel-init':
      case 'channel-fragment':
      case 'channel-state':
      case 'skipped':
        return;
      default:
        frame satisfies never;
    }
  }

  #welcome(protocolVersion: number): void {
    if (protocolVersion !== LINK_PROTOCOL_VERSION) {
      this.#options.log('error', 'recorder and server are of different versions', {
        recorder: protocolVersion,
        server: LINK_PROTOCOL_VERSION,
      });
      this.#socket?.destroy();
      return;
    }
    this.#connected = true;
    this.#retryMs = FIRST_RETRY_MS;
    this.#sinceUnixMs = this.#options.clock.nowUnixMs();
    for (const listener of this.#connectListeners) listener();
  }

  #settle(id: number, result: Extract<FromRecorderFrame, { type: 'command-result' }>['result']): void {
    const pending = this.#pending.get(id);
    if (pending === undefined) return;
    this.#pending.delete(id);
    clearTimeout(pending.timeout);
    if (result.ok) pending.resolve(result.outcome);
    else pending.reject(new RecorderRefusedError(result.refusal, result.detail));
  }

  #lost(): void {
    if (this.#connected) {
      this.#sinceUnixMs = this.#options.clock.nowUnixMs();
      this.#options.log('warn', 'the recorder is away');
    }
    this.#connected = false;
    this.#statistics = null;
    this.#states.clear();
    for (const pending of this.#pending.values()) {
      clearTimeout(pending.timeout);
      pending.reject(new RecorderAwayError('the recorder went away before it answered'));
    }
    this.#pending.clear();
    if (this.#closed) return;
    this.#retry = setTimeout(() => this.start(), this.#retryMs);
    this.#retryMs = Math.min(this.#retryMs * 2, LONGEST_RETRY_MS);
  }
}
