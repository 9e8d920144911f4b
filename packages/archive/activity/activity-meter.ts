/**
 * How much happens in a picture, from coded sizes alone: pictures that are not sync samples carry what changed, so their
 * mean size in a second, against the stream's usual one, tells motion without decoding.
 */
import type { Sample } from '@matlang/media/stream';

/** Of one segment. */
export interface SegmentActivity {
  /** A whole second. */
  readonly startUnixMs: number;
  /** A byte a second: 0 no data, 1 as usual or less, 128 twice, 255 four times the usual size and more. */
  readonly values: Uint8Array;
  /** The usual size behind this segment, in bytes; 0: not known. */
  readonly level: number;
}

/** The usual size follows quiet seconds within minutes and busy ones within half an hour: a long scene stays visible. */
const FALL_PER_SECOND = 1 / 120;
const RISE_PER_SECOND = 1 / 1800;
const VALUE_PER_OCTAVE = 127;

/** Gathers the pictures of one segment, second by second; `finish` may be asked any number of times. */
export class ActivityMeter {
  readonly #startSecond: number;
  readonly #timescale: number;
  readonly #mostSeconds: number;
  /** Of pictures that are not sync samples, by second since the start. */
  readonly #bytes: number[] = [];
  readonly #pictures: number[] = [];
  readonly #samples: number[] = [];

  /** `mostSeconds`: what lies later is left out. */
  constructor(startUnixMs: number, timescale: number, mostSeconds: number) {
    this.#startSecond = Math.floor(startUnixMs / 1000);
    this.#timescale = timescale;
    this.#mostSeconds = mostSeconds;
  }

  add(wallStartUnixMs: number, samples: readonly Sample[]): void {
    const firstTicks = samples[0]?.dtsTicks ?? 0;
    for (const sample of samples) {
      const atMs = wallStartUnixMs + ((sample.dtsTicks - firstTicks) * 1000) / this.#timescale;
      const second = Math.floor(atMs / 1000) - this.#startSecond;
      if (second < 0 || second >= this.#mostSeconds) continue;
      while (this.#samples.length <= second) {
        this.#samples.push(0);
        this.#bytes.push(0);
        this.#pictures.push(0);
      }
      this.#samples[second] = (this.#samples[second] ?? 0) + 1;
      if (sample.sync) continue;
      this.#bytes[second] = (this.#bytes[second] ?? 0) + sample.sizeBytes;
      this.#pictures[second] = (this.#pictures[second] ?? 0) + 1;
    }
  }

  /** `level`: the usual size before this segment, 0 where it isn't known: the first second then sets it. */
  finish(level: number): SegmentActivity {
    const values = new Uint8Array(this.#samples.length);
    let usualBytes = level;
    for (const [second, samples] of this.#samples.entries()) {
      if (samples === 0) continue;
      const pictures = this.#pictures[second] ?? 0;
      values[second] = 1;
      if (pictures === 0) continue;
      const meanBytes = (this.#bytes[second] ?? 0) / pictures;
      if (usualBytes === 0) usualBytes = meanBytes;
      const octaves = usualBytes > 0 && meanBytes > 0 ? Math.log2(meanBytes / usualBytes) : 0;
      values[second] = Math.min(255, Math.max(1, 1 + Math.round(octaves * VALUE_PER_OCTAVE)));
      usualBytes += (meanBytes - usualBytes) * (meanBytes > usualBytes ? RISE_PER_SECOND : FALL_PER_SECOND);
    }
    return { startUnixMs: this.#startSecond * 1000, values, level: usualBytes };
  }
}
