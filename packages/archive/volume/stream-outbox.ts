/**
 * What the ledger of a volume has yet to hear of each stream: that fragments of it were dropped, and why nothing more comes. It is
 * kept here while the queue takes no message, a few a stream, so that a stall ends with every stream's gap told rightly
 * whatever its camera did meanwhile: went away, was removed, was told not to record.
 */
import type { GapCause } from '../port/gap-cause.ts';
import { type StreamKey, streamName } from '../port/stream-key.ts';
import type { VolumeCommand } from './volume-command.ts';

/** Of a stream; beyond, the newest takes the place of the one before. */
const MAX_WAITING = 4;

interface Lost {
  readonly token: number;
  readonly startUnixMs: number;
  /** End of the newest fragment that was dropped. */
  untilUnixMs: number;
}

interface StreamNews {
  readonly stream: StreamKey;
  /** Null: nothing is being dropped, or the stream delivers nothing more. */
  lost: Lost | null;
  waiting: VolumeCommand[];
}

/** One for each volume's thread. Streams are forgotten when nothing waits and nothing is dropped. */
export class StreamOutbox {
  readonly #streams = new Map<string, StreamNews>();

  /** A fragment of the run `token` was dropped. */
  dropped(stream: StreamKey, token: number, wallStartUnixMs: number, wallEndUnixMs: number): void {
    const news = this.#news(stream);
    if (news.lost !== null) {
      news.lost.untilUnixMs = Math.max(news.lost.untilUnixMs, wallEndUnixMs);
      return;
    }
    news.lost = { token, startUnixMs: wallStartUnixMs, untilUnixMs: wallEndUnixMs };
    wait(news, { type: 'lost', token, stream, startUnixMs: wallStartUnixMs });
  }

  /** Whether the newest fragment of the stream was dropped. */
  isDropping(stream: StreamKey): boolean {
    return this.#streams.get(streamName(stream))?.lost != null;
  }

  /** Something else than the disk keeps the stream from being recorded. What was dropped before stays the disk's. */
  gap(stream: StreamKey, cause: GapCause, startUnixMs: number, detail: string | null): void {
    const news = this.#news(stream);
    const fromUnixMs = Math.max(startUnixMs, news.lost?.untilUnixMs ?? startUnixMs);
    news.lost = null;
    wait(news, { type: 'gap', stream, cause, startUnixMs: fromUnixMs, detail });
  }

  /** A fragment of the stream fits: what has to be said before it. */
  takeBefore(stream: StreamKey): readonly VolumeCommand[] {
    const name = streamName(stream);
    const waiting = this.#streams.get(name)?.waiting ?? [];
    this.#streams.delete(name);
    return waiting;
  }

  /** At most `most` commands that wait, each once. */
  take(most: number): readonly VolumeCommand[] {
    const taken: VolumeCommand[] = [];
    for (const [name, news] of this.#streams) {
      if (taken.length + news.waiting.length > most) break;
      taken.push(...news.waiting);
      news.waiting = [];
      if (news.lost === null) this.#streams.delete(name);
    }
    return taken;
  }

  /** What was said may have gone to a thread that is no more. */
  sayAgain(): void {
    for (const { stream, lost, waiting } of this.#streams.values()) {
      if (lost === null || waiting.some(({ type }) => type === 'lost')) continue;
      waiting.unshift({ type: 'lost', token: lost.token, stream, startUnixMs: lost.startUnixMs });
    }
  }

  #news(stream: StreamKey): StreamNews {
    const name = streamName(stream);
    let news = this.#streams.get(name);
    if (news === undefined) {
      news = { stream, lost: null, waiting: [] };
      this.#streams.set(name, news);
    }
    return news;
  }
}

function wait({ waiting }: StreamNews, command: VolumeCommand): void {
  if (waiting.length >= MAX_WAITING) waiting.pop();
  waiting.push(command);
}
