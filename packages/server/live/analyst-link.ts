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
import { ProcessSocket, type ProcessSocketOptions } from './process-socket.ts';
import type { ChannelLink, ChannelQuestion } from './recorder-channels.ts';
import type { ChannelFrame } from './recorder-link.ts';

/** Open at a time: each is a page that waits for a picture. */
const MAX_QUESTIONS = 256;
/** The longest exact picture takes some seconds; a decoder that hangs must not hold a place for ever. */
const ANSWER_TIMEOUT_MS = 45_000;

/** The analyst is away, or went away before it answered. */
export class AnalystAwayError extends Error {
  override readonly name = 'AnalystAwayError';
}

/** No more questions are taken at the moment. */
export class AnalystBusyError extends Error {
  override readonly name = 'AnalystBusyError';
}

/** As many as it may are being coded anew, or nothing there encodes. */
export class TranscodeRefusedError extends Error {
  override readonly name = 'TranscodeRefusedError';
  readonly state: 'transcode-busy' | 'no-transcoder';

  constructor(state: 'transcode-busy' | 'no-transcoder') {
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
  readonly #replays = new Map<number, (frame: ChannelFrame | null) => void>();
  #takeChannelFrame: ((frame: ChannelFrame) => void) | null = null;
  #nextReplay = FIRST_REPLAY;
  readonly #socket: ProcessSocket<ToAnalystFrame, FromAnalystFrame>;
  readonly #pending = new Map<number, Pending>();
  #nextId = 0;

  constructor(options: ProcessSocketOptions) {
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
      const timeout = setTimeout(() => giveUp(new AnalystBusyError('no answer in time')), ANSWER_TIMEOUT_MS);
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
   * Init segments and fragments of a recorded span, read only as fast as they are taken. Ends with what there is.
   * @throws AnalystAwayError; TranscodeRefusedError before the first
   */
  async *replay(question: ReplayQuestion): AsyncGenerator<ReplayFrame> {
    do this.#nextReplay = this.#nextReplay >= 0xffff_ffff ? FIRST_REPLAY : this.#nextReplay + 1;
    while (this.#replays.has(this.#nextReplay));
    const channel = this.#nextReplay;
    const queue: (ChannelFrame | null)[] = [];
    let wake: (() => void) | null = null;
    this.#replays.set(channel, (frame) => {
      queue.push(frame);
      wake?.();
    });
    try {
      if (!this.#socket.send({ type: 'replay', channel, creditBytes: REPLAY_CREDIT_BYTES, ...question }))
        throw new AnalystAwayError('it is away');
      for (;;) {
        if (queue.length === 0) {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
        const frame = queue.shift();
        if (frame === null) throw new AnalystAwayError('it went away');
        if (frame?.type === 'channel-state') {
          if (frame.state === 'transcode-busy' || frame.state === 'no-transcoder')
            throw new TranscodeRefusedError(frame.state);
          return;
        }
        if (frame?.type !== 'channel-init' && frame?.type !== 'channel-fragment') continue;
        yield frame;
        if (frame.type === 'channel-fragment')
          this.#socket.send({ type: 'credit', channel, bytes: frame.bytes.length });
      }
    } finally {
      this.#replays.delete(channel);
      this.#socket.send({ type: 'unsubscribe', channel });
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
        if (channel >= FIRST_REPLAY) this.#replays.get(channel)?.(frame);
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
    // The picture is a view of what was read together with others: a copy of its own lets go of those.
    if (frame.type === 'still') pending.stills.push({ ...frame, jpeg: Uint8Array.from(frame.jpeg) });
    else pending.end({ stills: pending.stills, refusal: frame.refusal });
  }

  #endAll(): void {
    for (const { end } of this.#pending.values()) end(new AnalystAwayError('it went away'));
    for (const take of this.#replays.values()) take(null);
    for (const listener of this.#lostListeners) listener();
  }
}
