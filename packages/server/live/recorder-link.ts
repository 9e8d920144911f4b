/**
 * The server's end of the recorder's socket: keeps the newest states and statistics, sends commands, and comes back by
 * itself when the recorder was away. It holds the newest of each, never a queue.
 */
import {
  type CommandOutcome,
  type CommandRefusal,
  decodeFromRecorderFrame,
  encodeToRecorderFrame,
  type FromRecorderFrame,
  MAX_CAMERAS,
  MAX_PENDING_COMMANDS,
  type RecorderCommand,
  type RecorderStatistics,
  STREAM_KINDS,
  type StreamKind,
  type StreamState,
  type ToRecorderFrame,
} from '@matlang/link';
import type { PictureMemory } from '@matlang/media/memory';
import { ProcessSocket, type ProcessSocketOptions } from './process-socket.ts';

/** A probe measures for up to 30 s, and connects before. */
const COMMAND_TIMEOUT_MS = 60_000;
/** Cameras times streams of the largest configuration. */
const MAX_STREAMS = STREAM_KINDS.length * MAX_CAMERAS;

/** What the recorder said last, and since when it is so, by the recorder's clock. */
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

/** What the recorder says of one channel. */
export type ChannelFrame = Extract<
  FromRecorderFrame,
  { type: 'channel-init' | 'channel-fragment' | 'channel-state' | 'skipped' }
>;

/** A stream's state as it was just told. */
export type StreamStateFrame = Extract<FromRecorderFrame, { type: 'stream-state' }>;

interface PendingCommand {
  readonly resolve: (outcome: CommandOutcome) => void;
  readonly reject: (error: Error) => void;
  /** Null: it takes as long as it takes, and ends with the connection at the latest. */
  readonly timeout: NodeJS.Timeout | null;
}

/** `start` once; it reconnects until `close`. */
export class RecorderLink {
  readonly #socket: ProcessSocket<ToRecorderFrame, FromRecorderFrame>;
  #nextCommandId = 1;
  #statistics: RecorderStatistics | null = null;
  readonly #states = new Map<string, KnownStreamState>();
  readonly #pending = new Map<number, PendingCommand>();
  readonly #connectListeners: (() => void)[] = [];
  readonly #lostListeners: (() => void)[] = [];
  readonly #stateListeners: ((frame: StreamStateFrame) => void)[] = [];
  #takeChannelFrame: ((frame: ChannelFrame) => void) | null = null;
  readonly #eventListeners: ((event: ArchiveEvent) => void)[] = [];
  readonly #statisticsListeners = new Set<() => void>();

  constructor(options: ProcessSocketOptions) {
    this.#socket = new ProcessSocket<ToRecorderFrame, FromRecorderFrame>(
      { role: 'recorder', encode: encodeToRecorderFrame, decode: decodeFromRecorderFrame },
      options,
      {
        onWelcome: () => {
          for (const listener of this.#connectListeners) listener();
        },
        onFrame: (frame) => this.#take(frame),
        onLost: () => {
          this.#forget();
          for (const listener of this.#lostListeners) listener();
        },
      },
    );
  }

  /** Where the bytes of its frames lie. */
  get memory(): PictureMemory {
    return this.#socket.memory;
  }

  /** True after the recorder said hello. */
  get connected(): boolean {
    return this.#socket.connected;
  }

  /** Since when it is connected or away. */
  get sinceUnixMs(): number {
    return this.#socket.sinceUnixMs;
  }

  /** The newest, null while the recorder is away. */
  get statistics(): RecorderStatistics | null {
    return this.#statistics;
  }

  /** Null while the recorder is away or has not told. */
  stateOf(cameraId: string, kind: StreamKind): KnownStreamState | null {
    return this.#states.get(`${cameraId}/${kind}`) ?? null;
  }

  /** Of all streams that the recorder told of. */
  knownStates(): IterableIterator<[key: string, state: KnownStreamState]> {
    return this.#states.entries();
  }

  /** Called each time the recorder goes away, and when it could not be reached. */
  onLost(listener: () => void): void {
    this.#lostListeners.push(listener);
  }

  /** Called for each state that the recorder tells. */
  onStreamState(listener: (frame: StreamStateFrame) => void): void {
    this.#stateListeners.push(listener);
  }

  /** Who gets what belongs to channels: one for all. Bytes are good during the call, and while they are retained. */
  onChannelFrame(listener: (frame: ChannelFrame) => void): void {
    this.#takeChannelFrame = listener;
  }

  /** False when the recorder is away. */
  sendChannelFrame(
    frame: Extract<ToRecorderFrame, { type: 'subscribe' | 'unsubscribe' | 'credit' | 'priority' }>,
  ): boolean {
    return this.#socket.send(frame);
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
    if (!this.connected) return false;
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
    this.#socket.start();
  }

  close(): void {
    this.#socket.close();
  }

  /** The id under which the next command goes: the password of a probe is sealed for it. */
  reserveCommandId(): number {
    const id = this.#nextCommandId;
    this.#nextCommandId = id >= 0xffff_fffe ? 1 : id + 1;
    return id;
  }

  /** @throws RecorderAwayError, RecorderRefusedError */
  async command(command: RecorderCommand, id = this.reserveCommandId()): Promise<CommandOutcome> {
    if (!this.connected) throw new RecorderAwayError('the recorder is away');
    if (this.#pending.size >= MAX_PENDING_COMMANDS) {
      throw new RecorderRefusedError('too-many-commands', `${this.#pending.size} are unanswered`);
    }
    return await new Promise<CommandOutcome>((resolve, reject) => {
      const giveUp = (): void => {
        this.#pending.delete(id);
        reject(new RecorderAwayError(`no answer to ${command.command} within ${COMMAND_TIMEOUT_MS} ms`));
      };
      // A month of a camera is some hundred thousand segments: given up meanwhile, its bytes would be counted nowhere.
      const timeout = command.command === 'delete-footage' ? null : setTimeout(giveUp, COMMAND_TIMEOUT_MS);
      this.#pending.set(id, { resolve, reject, timeout });
      this.#socket.send({ type: 'command', id, command });
    });
  }

  #take(frame: FromRecorderFrame): void {
    switch (frame.type) {
      case 'stream-state':
        if (this.#states.size < MAX_STREAMS || this.#states.has(`${frame.cameraId}/${frame.kind}`)) {
          this.#states.set(`${frame.cameraId}/${frame.kind}`, {
            state: frame.state,
            sinceUnixMs: frame.sinceUnixMs,
          });
          for (const listener of this.#stateListeners) listener(frame);
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
      case 'channel-init':
      case 'channel-fragment':
      case 'channel-state':
      case 'skipped':
        this.#takeChannelFrame?.(frame);
        return;
      case 'hello':
      case 'appended':
        return;
      default:
        frame satisfies never;
    }
  }

  #settle(id: number, result: Extract<FromRecorderFrame, { type: 'command-result' }>['result']): void {
    const pending = this.#pending.get(id);
    if (pending === undefined) return;
    this.#pending.delete(id);
    if (pending.timeout !== null) clearTimeout(pending.timeout);
    if (result.ok) pending.resolve(result.outcome);
    else pending.reject(new RecorderRefusedError(result.refusal, result.detail));
  }

  #forget(): void {
    this.#statistics = null;
    this.#states.clear();
    for (const pending of this.#pending.values()) {
      if (pending.timeout !== null) clearTimeout(pending.timeout);
      pending.reject(new RecorderAwayError('the recorder went away before it answered'));
    }
    this.#pending.clear();
  }
}
