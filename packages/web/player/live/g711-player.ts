/** Live sound in G.711: decoded here and put one piece behind the other on the audio clock. AAC is played by LivePlayer. */
import type { LiveFragment, LiveInit } from '@matlang/contract';
import { mediaDataOf } from '../parse-fragment.ts';
import { decodeG711, type G711Law } from './g711.ts';

/** In front of the first piece, and after each hole: what jitter of a link needs. */
const AHEAD_S = 0.15;
/** More waiting than this means that the camera's clock runs faster than ours, or that a burst came: what is too late is left out. */
const MAX_AHEAD_S = 1;

/** @returns whether a channel's sound is for this player */
export function isG711(codecString: string): codecString is G711Law {
  return codecString === 'alaw' || codecString === 'ulaw';
}

/** One for each channel; `close` when it goes. */
export class G711Player {
  readonly #context = new AudioContext();
  readonly #onTaken: (bytes: number) => void;
  #law: G711Law = 'alaw';
  #sampleRateHz = 8000;
  #nextS = 0;

  /** @param onTaken how many bytes of fragments were taken, for credit */
  constructor(onTaken: (bytes: number) => void) {
    this.#onTaken = onTaken;
  }

  init({ facts }: LiveInit): void {
    if (isG711(facts.codecString)) this.#law = facts.codecString;
    this.#sampleRateHz = facts.sampleRateHz ?? 8000;
    // Refused when the player is closed before.
    this.#context.resume().catch(() => undefined);
  }

  push({ bytes, cached }: LiveFragment): void {
    this.#onTaken(bytes.length);
    const coded = mediaDataOf(bytes);
    const now = this.#context.currentTime;
    if (coded === null || coded.length === 0 || cached || this.#nextS > now + MAX_AHEAD_S) return;
    const samples = decodeG711(this.#law, coded);
    const buffer = this.#context.createBuffer(1, samples.length, this.#sampleRateHz);
    buffer.copyToChannel(samples, 0);
    const source = this.#context.createBufferSource();
    source.buffer = buffer;
    source.connect(this.#context.destination);
    if (this.#nextS < now) this.#nextS = now + AHEAD_S;
    source.start(this.#nextS);
    this.#nextS += buffer.duration;
  }

  close(): void {
    void this.#context.close();
  }
}
