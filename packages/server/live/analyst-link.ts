/**
 * The server's end of the analyst's socket: questions with their answers. An analyst that goes away takes all open questions with
 * it; when it is back, new ones are taken.
 */
import {
  type AnalystRefusal,
  decodeFromAnalystFrame,
  encodeToAnalystFrame,
  type FromAnalystFrame,
  type ToAnalystFrame,
} from '@matlang/link';
import type { PictureMemory } from '@matlang/media/memory';
import { ProcessSocket, type ProcessSocketOptions } from './process-socket.ts';
import type { ChannelLink, ChannelQuestion } from './recorder-channels.ts';
import type { ChannelFrame } from './recorder-link.ts';

/** Open at a time: each is a page that waits for a picture. */
const MAX_QUESTIONS = 256;
/** The longest exact picture takes some seconds; a decoder that hangs must not hold a place for ever. */
const ANSWER_TIMEOUT_MS = 45_000;
/**
 * A reader of a recorded span that takes nothing for so long has stopped: honest ones read a piece to its end at once. The analyst codes
 * two spans at a time, and a place of those is not held for somebody who does not read.
 */
const READER_STALLED_MS = 20_000;

/** Where the analyst listens; the patience is another in tests only. */
export interface AnalystLinkOptions extends ProcessSocketOptions {
  readonly answerTimeoutMs?: number;
  readonly readerStalledMs?: number;
}

/** The analyst is away, or went away before it answered. */
export class AnalystAwayError extends Error {
  override readonly name = 'AnalystAwayError';
}

/** No more questions are taken at the moment. */
export class AnalystBusyError extends Error {
  override readonly name = 'AnalystBusyError';
}

/** States of a channel that say why nothing of it came. */
type TranscodeRefusal = 'transcode-busy' | 'no-transcoder' | 'refused';

/** As many as it may are being coded anew, nothing there encodes, or (`refused`) nothing of what was recorded can be decoded. */
export class TranscodeRefusedError extends Error {
  override readonly name = 'TranscodeRefusedError';
  readonly state: TranscodeRefusal;

  constructor(state: TranscodeRefusal) {
    super(state);
    this.state = state;
  }
}

/** What a replay brings. */
export type ReplayFrame = Extract<ChannelFrame, { type: 'channel-init' | 'channel-fragment' }>;

/** One picture: a JPEG with the instant that it was taken at. */
export type StillFrame = Extract<FromAnalystFrame, { type: 'still' }>;
/** What is asked: the instants of one camera's stream. */
export type StillsQuestion = Omit<Extract<ToAnalystFrame, { type: 'stills' }>, 'type' | 'id'>;

/** What came of one question, whole: its pictures are in memory until whoever asked lets go of them. */
export interface StillsAnswer {
  /** In the order of the instants; those without a picture are left out. */
  readonly stills: readonly StillFrame[];
  /** Why one is left out: the worst of the reasons. */
  readonly refusal: AnalystRefusal | null;
}

/** What is asked of a recorded span: H.264, whatever it was recorded as. */
export type ReplayQuestion = Omit<
  Extract<ToAnalystFrame, { type: 'replay' }>,
  'type' | 'channel' | 'creditBytes'
>;

/** From here on channels are spans that were recorded; below are the live ones. */
const FIRST_REPLAY = 0x8000_0000;
/** On its way to a reader of a replay. */
const REPLAY_CREDIT_BYTES = 1024 * 1024;

interface Pending {
  readonly stills: StillFrame[];
  readonly end: (answer: StillsAnswer | Error) => void;
}

/** `start` once; it reconnects until `close`. */
export class AnalystLink implements ChannelLink {
  readonly #connectListeners: (() => void)[] = [];
  readonly #lostListeners: (() => void)[] = [];
  readonly #replays = new Map<number, (frame: ChannelFrame | Error) => void>();
  #takeChannelFrame: ((frame: ChannelFrame) => void) | null = null;
  #nextReplay = FIRST_REPLAY;
  readonly #socket: ProcessSocket<ToAnalystFrame, FromAnalystFrame>;
  readonly #pending = new Map<number, Pending>();
  readonly #answerTimeoutMs: number;
  readonly #readerStalledMs: number;
  #nextId = 0;

  constructor(options: AnalystLinkOptions) {
    this.#answerTimeoutMs = options.answerTimeoutMs ?? ANSWER_TIMEOUT_MS;
    this.#readerStalledMs = options.readerStalledMs ?? READER_STALLED_MS;
    this.#socket = new ProcessSocket<ToAnalystFrame, FromAnalystFrame>(
      { role: 'analyst', encode: encodeToAnalystFrame, decode: decodeFromAnalystFrame },
      options,
      {
        onWelcome: () => {
          for (const listener of this.#connectListeners) listener();
        },
        onFrame: (frame) => this.#take(frame),
        onLost: () => this.#endAll(),
      },
    );
  }

  /** Where the bytes of its frames lie. */
  get memory(): PictureMemory {
    return this.#socket.memory;
  }

  /** True after the analyst said hello. */
  get connected(): boolean {
    return this.#socket.connected;
  }

  /** Since when it is connected or away. */
  get sinceUnixMs(): number {
    return this.#socket.sinceUnixMs;
  }

  start(): void {
    this.#socket.start();
  }

  close(): void {
    this.#socket.close();
  }

  /** @throws AnalystAwayError, AnalystBusyError, or the reason of `signal`: the analyst is told that nobody waits */
  stills(question: StillsQuestion, signal: AbortSignal): Promise<StillsAnswer> {
    if (this.#pending.size >= MAX_QUESTIONS)
      return Promise.reject(new AnalystBusyError(`${MAX_QUESTIONS} questions are open`));
    do this.#nextId = (this.#nextId + 1) >>> 0;
    while (this.#pending.has(this.#nextId));
    const id = this.#nextId;
    return new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const giveUp = (reason: Error): void => {
        this.#socket.send({ type: 'stills-cancel', id });
        this.#pending.get(id)?.end(reason);
      };
      const timeout = setTimeout(
        () => giveUp(new AnalystBusyError('no answer in time')),
        this.#answerTimeoutMs,
      );
      const leave = (): void => giveUp(new AnalystAwayError('nobody waits for it', { cause: signal.reason }));
      signal.addEventListener('abort', leave, { once: true });
      const end = (answer: StillsAnswer | Error): void => {
        clearTimeout(timeout);
        signal.removeEventListener('abort', leave);
        this.#pending.delete(id);
        if (answer instanceof Error) reject(answer);
        else resolve(answer);
      };
      this.#pending.set(id, { stills: [], end });
      if (!this.#socket.send({ type: 'stills', id, ...question })) end(new AnalystAwayError('it is away'));
    });
  }

  onConnect(listener: () => void): void {
    this.#connectListeners.push(listener);
  }

  onLost(listener: () => void): void {
    this.#lostListeners.push(listener);
  }

  /** Of live channels; one listener. */
  onChannelFrame(take: (frame: ChannelFrame) => void): void {
    this.#takeChannelFrame = take;
  }

  sendChannelFrame(frame: ChannelQuestion): boolean {
    return this.#socket.send(frame);
  }

  /**
   * Init segments and fragments of a recorded span, read only as fast as they are taken. Ends with what there is. `signal`: nobody
   * waits any more, which ends it even while the analyst says nothing.
   * @throws AnalystAwayError, AnalystBusyError where nothing comes in time; TranscodeRefusedError before the first
   */
  async *replay(question: ReplayQuestion, signal: AbortSignal): AsyncGenerator<ReplayFrame> {
    do this.#nextReplay = this.#nextReplay >= 0xffff_ffff ? FIRST_REPLAY : this.#nextReplay + 1;
    while (this.#replays.has(this.#nextReplay));
    const channel = this.#nextReplay;
    const frames = new ReplayQueue(this.#answerTimeoutMs);
    this.#replays.set(channel, (frame) => frames.put(frame));
    const end = (): void => {
      if (this.#replays.delete(channel)) this.#socket.send({ type: 'unsubscribe', channel });
    };
    const giveUp = (why: string): void => {
      frames.put(new AnalystAwayError(why));
      end();
    };
    const leave = (): void => giveUp('nobody waits for it');
    signal.addEventListener('abort', leave, { once: true });
    let hasBegun = false;
    try {
      if (signal.aborted) throw new AnalystAwayError('nobody waits for it');
      if (!this.#socket.send({ type: 'replay', channel, creditBytes: REPLAY_CREDIT_BYTES, ...question }))
        throw new AnalystAwayError('it is away');
      for (;;) {
        const frame = await frames.next();
        if (frame.type === 'channel-state') {
          if (frame.state === 'transcode-busy' || frame.state === 'no-transcoder')
            throw new TranscodeRefusedError(frame.state);
          if (frame.state === 'refused' && !hasBegun) throw new TranscodeRefusedError(frame.state);
          return;
        }
        if (frame.type === 'skipped') continue;
        hasBegun = true;
        const stalled = setTimeout(() => giveUp('its reader has stopped'), this.#readerStalledMs);
        try {
          yield frame;
        } finally {
          clearTimeout(stalled);
        }
        if (frame.type === 'channel-fragment')
          this.#socket.send({ type: 'credit', channel, bytes: frame.bytes.length });
      }
    } finally {
      signal.removeEventListener('abort', leave);
      end();
    }
  }

  #take(frame: FromAnalystFrame): void {
    switch (frame.type) {
      case 'hello':
        return;
      case 'channel-init':
      case 'channel-fragment':
      case 'channel-state':
      case 'skipped': {
        const channel = frame.type === 'channel-init' ? frame.facts.channel : frame.channel;
        // Of one that was given up meanwhile nothing is wanted.
        if (channel >= FIRST_REPLAY) this.#replays.get(channel)?.(withBytesOfItsOwn(frame));
        else this.#takeChannelFrame?.(frame);
        return;
      }
      case 'still':
      case 'stills-end':
        this.#takeStill(frame);
        return;
      default:
        frame satisfies never;
    }
  }

  #takeStill(frame: Extract<FromAnalystFrame, { type: 'still' | 'stills-end' }>): void {
    // One that was taken back meanwhile.
    const pending = this.#pending.get(frame.id);
    if (pending === undefined) return;
    // The picture's bytes are good during this call.
    if (frame.type === 'still') pending.stills.push({ ...frame, jpeg: Uint8Array.from(frame.jpeg) });
    else pending.end({ stills: pending.stills, refusal: frame.refusal });
  }

  #endAll(): void {
    for (const { end } of this.#pending.values()) end(new AnalystAwayError('it went away'));
    for (const take of this.#replays.values()) take(new AnalystAwayError('it went away'));
    for (const listener of this.#lostListeners) listener();
  }
}

/** The same, to be kept beyond the call that brought it. */
function withBytesOfItsOwn(frame: ChannelFrame): ChannelFrame {
  if (frame.type === 'channel-init') return { ...frame, init: Uint8Array.from(frame.init) };
  if (frame.type === 'channel-fragment') return { ...frame, bytes: Uint8Array.from(frame.bytes) };
  return frame;
}

/** What came of one replay and was not taken yet; the analyst's credit bounds it. */
class ReplayQueue {
  readonly #timeoutMs: number;
  readonly #frames: ChannelFrame[] = [];
  #failure: Error | null = null;
  #wake: (() => void) | null = null;

  constructor(timeoutMs: number) {
    this.#timeoutMs = timeoutMs;
  }

  /** An error ends it at once: what came before it is not taken any more. */
  put(frame: ChannelFrame | Error): void {
    if (frame instanceof Error) this.#failure ??= frame;
    else this.#frames.push(frame);
    this.#wake?.();
  }

  /** @throws the error that was put, or AnalystBusyError where nothing comes in time */
  async next(): Promise<ChannelFrame> {
    for (;;) {
      if (this.#failure !== null) throw this.#failure;
      const frame = this.#frames.shift();
      if (frame !== undefined) return frame;
      await this.#come();
    }
  }

  async #come(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#wake = resolve;
    const impatience = setTimeout(() => this.put(new AnalystBusyError('no answer in time')), this.#timeoutMs);
    await promise;
    clearTimeout(impatience);
    this.#wake = null;
  }
}
