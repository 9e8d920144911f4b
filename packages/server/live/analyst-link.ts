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

interface Pending {
  readonly stills: StillFrame[];
  readonly end: (answer: StillsAnswer | Error) => void;
}

/** `start` once; it reconnects until `close`. */
export class AnalystLink {
  readonly #socket: ProcessSocket<ToAnalystFrame, FromAnalystFrame>;
  readonly #pending = new Map<number, Pending>();
  #nextId = 0;

  constructor(options: ProcessSocketOptions) {
    this.#socket = new ProcessSocket<ToAnalystFrame, FromAnalystFrame>(
      { role: 'analyst', encode: encodeToAnalystFrame, decode: decodeFromAnalystFrame },
      options,
      {
        onWelcome: () => {},
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

  #take(frame: FromAnalystFrame): void {
    if (frame.type === 'hello') return;
    // One that was taken back meanwhile.
    const pending = this.#pending.get(frame.id);
    if (pending === undefined) return;
    // The picture is a view of what was read together with others: a copy of its own lets go of those.
    if (frame.type === 'still') pending.stills.push({ ...frame, jpeg: Uint8Array.from(frame.jpeg) });
    else pending.end({ stills: pending.stills, refusal: frame.refusal });
  }

  #endAll(): void {
    for (const { end } of this.#pending.values()) end(new AnalystAwayError('it went away'));
  }
}
