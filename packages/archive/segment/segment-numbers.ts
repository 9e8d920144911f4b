/** A bit for each segment number of each stream: 90 kB a stream and year, however many segments there are. */
import { type StreamKey, streamName } from '../port/stream-key.ts';

/** Numbers of segments, by stream; see the head of the file. */
export class SegmentNumbers {
  readonly #bits = new Map<string, Uint8Array>();

  /** Numbers beyond `MOST_NUMBERS` are left out: no stream has recorded for so long. */
  add(stream: StreamKey, seq: number): void {
    if (!(seq >= 0 && seq < MOST_NUMBERS)) return;
    const name = streamName(stream);
    const at = seq >> 3;
    let bits = this.#bits.get(name) ?? new Uint8Array(1024);
    if (at >= bits.length) {
      const grown = new Uint8Array(Math.max(at + 1, bits.length * 2));
      grown.set(bits);
      bits = grown;
    }
    bits[at] = (bits[at] ?? 0) | (1 << (seq & 7));
    this.#bits.set(name, bits);
  }

  has(stream: StreamKey, seq: number): boolean {
    const bits = this.#bits.get(streamName(stream));
    return ((bits?.[seq >> 3] ?? 0) & (1 << (seq & 7))) !== 0;
  }
}

/** 250 years of minutes: a made-up number must not make the bits grow without end. */
const MOST_NUMBERS = 2 ** 27;
