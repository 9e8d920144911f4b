/** All that is coded anew: which streams, for which viewers, and how many at a time. */
import { ArchiveReadError, type ArchiveReader } from '@matlang/archive/reading';
import type { FromAnalystFrame, ToAnalystFrame } from '@matlang/link';
import { Turns } from '../turns.ts';
import { LiveTranscode } from './live-transcode.ts';
import { replay } from './replay.ts';
import { factsOf, initOf } from './transcoded-fragment.ts';
import type { OpenTranscoder } from './transcoder.ts';
import { ViewerChannel } from './viewer-channel.ts';

/** Live streams at a time: 0.1 to 0.3 of a core each. */
const MAX_LIVE = 2;
/** Viewers of a stream: each may hold a second of it. */
const MAX_VIEWERS = 128;
/** Recorded spans that are being coded; each a few seconds of work. */
const MAX_REPLAYS = 2;
/** Of recorded spans whose turn is yet to come; those that are given up leave the line. */
const MAX_WAITING_REPLAYS = 16;
/** A main stream is made so small; a sub stream stays as it is up to that. */
const MAX_HEIGHT_PIXELS = { main: 360, sub: 576 } as const;
const MAX_CREDIT_BYTES = 8 * 1024 * 1024;

/** What the service works with. */
export interface TranscodeServiceOptions {
  /** Null: nothing here encodes. */
  readonly openTranscoder: OpenTranscoder | null;
  readonly archive: () => Promise<ArchiveReader>;
  readonly recorderSocketPath: string;
  readonly productVersion: string;
}

/** An open channel, for whoever asked for it. */
export interface TranscodeChannel {
  addCredit(bytes: number): void;
  close(): void;
}

type Send = (frame: FromAnalystFrame) => void;
type Subscribe = Extract<ToAnalystFrame, { type: 'subscribe' }>;
type Replay = Extract<ToAnalystFrame, { type: 'replay' }>;

/** One for each analyst. */
export class TranscodeService {
  readonly #options: TranscodeServiceOptions;
  readonly #live = new Map<string, LiveTranscode>();
  readonly #replays = new Turns(MAX_REPLAYS, MAX_WAITING_REPLAYS);

  constructor(options: TranscodeServiceOptions) {
    this.#options = options;
  }

  /** Recorded spans whose turn is yet to come. */
  get waitingReplays(): number {
    return this.#replays.waiting;
  }

  /** Streams that are being coded now. */
  get liveStreams(): number {
    return this.#live.size;
  }

  /** Null: it was refused, and said so. */
  subscribe({ channel, cameraId, kind, creditBytes }: Subscribe, send: Send): TranscodeChannel | null {
    const refuse = (state: 'unknown-stream' | 'no-transcoder' | 'transcode-busy'): null => {
      send({ type: 'channel-state', channel, state });
      return null;
    };
    if (kind === 'audio') return refuse('unknown-stream');
    const { openTranscoder, recorderSocketPath, productVersion } = this.#options;
    if (openTranscoder === null) return refuse('no-transcoder');
    const key = `${cameraId}/${kind}`;
    const running = this.#live.get(key);
    const isFull = running === undefined ? this.#live.size >= MAX_LIVE : running.viewerCount >= MAX_VIEWERS;
    if (isFull) return refuse('transcode-busy');
    const live =
      running ??
      new LiveTranscode({
        openTranscoder,
        socketPath: recorderSocketPath,
        productVersion,
        cameraId,
        kind,
        maxHeightPixels: MAX_HEIGHT_PIXELS[kind],
        onEnd: () => this.#live.delete(key),
      });
    this.#live.set(key, live);
    const monotonicMs = (): number => performance.now();
    const viewer = new ViewerChannel({ channel, cameraId, kind, creditBytes, send, monotonicMs });
    live.add(viewer);
    return {
      addCredit: (bytes) => viewer.addCredit(bytes),
      close: () => {
        live.remove(viewer);
        if (live.viewerCount > 0 || this.#live.get(key) !== live) return;
        live.close();
        this.#live.delete(key);
      },
    };
  }

  /** Null: it was refused, and said so. `onEnd` is called when all was sent, or it ended by itself. */
  replay(question: Replay, send: Send, onEnd: () => void): TranscodeChannel | null {
    const { channel, creditBytes } = question;
    const { openTranscoder } = this.#options;
    const told = (state: 'no-transcoder' | 'transcode-busy' | 'ended' | 'refused'): void =>
      send({ type: 'channel-state', channel, state });
    if (openTranscoder === null || this.#replays.isFull) {
      told(openTranscoder === null ? 'no-transcoder' : 'transcode-busy');
      return null;
    }
    const given = new AbortController();
    const credit = new Credit(creditBytes, given.signal);
    const work = async (): Promise<void> => {
      const state = await this.#send(question, openTranscoder, credit, send);
      if (!given.signal.aborted) told(state);
    };
    // Given up before its turn: nobody waits.
    void this.#replays
      .run(work, given.signal)
      .catch(() => {})
      .finally(() => {
        if (!given.signal.aborted) onEnd();
      });
    return { addCredit: (bytes) => credit.add(bytes), close: () => given.abort(new Error('given up')) };
  }

  /** How it ended; `refused`: nothing of it can be decoded. */
  async #send(
    question: Replay,
    openTranscoder: OpenTranscoder,
    credit: Credit,
    send: Send,
  ): Promise<'ended' | 'refused'> {
    const { channel, cameraId, kind } = question;
    try {
      const archive = await this.#options.archive();
      const transcoding = {
        openTranscoder,
        maxHeightPixels: MAX_HEIGHT_PIXELS[kind],
        givenUp: credit.givenUp,
      };
      for await (const part of replay(archive, question, transcoding)) {
        if (part.type === 'init') {
          const facts = factsOf(part.format, { channel, cameraId, kind });
          send({ type: 'channel-init', facts, init: initOf(part.format) });
          continue;
        }
        await credit.spend(part.fragment.bytes.length);
        if (credit.givenUp.aborted) return 'ended';
        send({ type: 'channel-fragment', channel, cached: false, leading: false, ...part.fragment });
      }
      return 'ended';
    } catch (error) {
      // What can't be read: the player has what came before.
      return error instanceof ArchiveReadError ? 'ended' : 'refused';
    }
  }
}

/** Bytes that may still be sent. */
class Credit {
  /** Nobody waits for what it is for. */
  readonly givenUp: AbortSignal;
  #bytes: number;
  #wake: (() => void) | null = null;

  constructor(bytes: number, givenUp: AbortSignal) {
    this.#bytes = bytes;
    this.givenUp = givenUp;
    givenUp.addEventListener('abort', () => this.#wake?.(), { once: true });
  }

  add(bytes: number): void {
    this.#bytes = Math.min(MAX_CREDIT_BYTES, this.#bytes + bytes);
    this.#wake?.();
  }

  /** Fulfilled when there is as much, or when it is given up. A picture larger than all credit there can be goes when nothing else is out. */
  async spend(bytes: number): Promise<void> {
    while (!this.givenUp.aborted && this.#bytes < Math.min(bytes, MAX_CREDIT_BYTES)) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      this.#wake = null;
    }
    this.#bytes -= bytes;
  }
}
