/** Fragments of a camera that doesn't exist: one fixed H.264 format, bytes from a seeded generator. Nothing decodes them. */
import { createInitSegment, writeFragment } from '@matlang/media/mp4';
import type { Sample, VideoFormat } from '@matlang/media/stream';
import { createSeededRandom, type SeededRandom } from '@matlang/simulator';

const fromHex = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'));

/** A format whose parameter sets are true ones; what lies in the samples is not. */
export const SYNTHETIC_FORMAT: VideoFormat = {
  kind: 'video',
  codec: 'h264',
  timescale: 90_000,
  widthPixels: 640,
  heightPixels: 480,
  pixelAspect: { horizontal: 4, vertical: 3 },
  codecString: 'avc1.64001e',
  parameterSets: {
    vps: [],
    sps: [fromHex('6764001eacb201407b602d4180415000000300100000030328f162e480')],
    pps: [fromHex('68ebccb22c')],
  },
  reorderDepth: null,
  declaredFrameTicks: null,
};

/** Shape of the stream: rate, GOP, sizes; the same options give the same bytes. */
export interface SyntheticStreamOptions {
  readonly startUnixMs: number;
  readonly seed?: number;
  readonly framesPerSecond?: number;
  /** Fragments from sync sample to sync sample; 1 unless told. */
  readonly fragmentsPerGop?: number;
  readonly fragmentMs?: number;
  /** Of a picture that is not a sync sample; sync samples are four times as large. */
  readonly pictureBytes?: number;
}

/** One fragment in both forms in which code under test takes it, with its span of site time. */
export interface SyntheticFragment {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The same bytes, as the archive takes them. */
  readonly parts: readonly Uint8Array[];
  readonly wallStartUnixMs: number;
  readonly wallEndUnixMs: number;
  readonly startsOnSync: boolean;
}

/** One fragment after another, each beginning where the one before ends. */
export class SyntheticStream {
  readonly init: Uint8Array;
  readonly format = SYNTHETIC_FORMAT;
  readonly #options: Required<SyntheticStreamOptions>;
  readonly #random: SeededRandom;
  #index = 0;
  #ticks = 0;
  #wallUnixMs: number;

  constructor(options: SyntheticStreamOptions) {
    this.#options = {
      seed: 1,
      framesPerSecond: 10,
      fragmentsPerGop: 1,
      fragmentMs: 1000,
      pictureBytes: 40,
      ...options,
    };
    this.#random = createSeededRandom(this.#options.seed);
    this.#wallUnixMs = options.startUnixMs;
    this.init = createInitSegment({
      format: SYNTHETIC_FORMAT,
      creationUnixMs: options.startUnixMs,
      cameraName: 'Cổng chợ',
    });
  }

  /** Where the next fragment begins. */
  get wallUnixMs(): number {
    return this.#wallUnixMs;
  }

  next(): SyntheticFragment {
    const { framesPerSecond, fragmentMs, fragmentsPerGop, pictureBytes } = this.#options;
    const startsOnSync = this.#index % fragmentsPerGop === 0;
    const durationTicks = Math.round(90_000 / framesPerSecond);
    const count = Math.max(1, Math.round((fragmentMs * framesPerSecond) / 1000));
    const samples: Sample[] = [];
    const data: Uint8Array[] = [];
    const wallStartUnixMs = this.#wallUnixMs;
    for (let i = 0; i < count; i += 1) {
      const sync = startsOnSync && i === 0;
      const sizeBytes = sync ? pictureBytes * 4 : pictureBytes + this.#random.below(8);
      samples.push({
        dtsTicks: this.#ticks,
        compositionOffsetTicks: 0,
        durationTicks,
        sizeBytes,
        sync,
        leading: false,
        disposable: false,
      });
      data.push(this.#bytes(sizeBytes));
      this.#ticks += durationTicks;
    }
    this.#index += 1;
    this.#wallUnixMs += fragmentMs;
    const bytes = new Uint8Array(
      writeFragment({ sequenceNumber: this.#index, wallStartUnixMs, samples, data }),
    );
    return { bytes, parts: [bytes], wallStartUnixMs, wallEndUnixMs: this.#wallUnixMs, startsOnSync };
  }

  /** Time passes and nothing is delivered. */
  skip(ms: number): void {
    this.#wallUnixMs += ms;
    this.#ticks += ms * 90;
  }

  #bytes(sizeBytes: number): Uint8Array {
    const bytes = new Uint8Array(sizeBytes);
    for (let at = 0; at < sizeBytes; at += 1) bytes[at] = this.#random.below(256);
    return bytes;
  }
}
