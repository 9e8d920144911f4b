/**
 * A generated scene as a live source: drawn, numbered and encoded while somebody listens. Its clock is the machine's,
 * its frame numbers count encoded pictures without a gap.
 */
import type {
  EncodedPicture,
  EncoderSettings,
  OpenEncoder,
  PictureEncoder,
} from '../encoder/picture-encoder.ts';
import { writeFrameNumberSei } from '../frame-number-sei.ts';
import { packetizeUnit } from '../packetizer/packetize-unit.ts';
import type { MediaSource, SourceTrack, UnitSink } from '../source/media-source.ts';
import { nalKind } from '../source/nal.ts';
import { onBeat } from '../source/pacer.ts';
import { formatOfNals } from '../source/parameter-sets.ts';
import type { Landmark } from './landmarks.ts';
import { Scene, type SceneFault } from './scene.ts';
import { wallClockText } from './wall-clock-text.ts';

/** What is drawn, and how it is encoded and cut into packets. */
export interface SceneSourceOptions extends EncoderSettings {
  readonly name: string;
  readonly seed: number;
  readonly landmark?: Landmark;
  /** Default 1400. */
  readonly maxPayloadBytes?: number;
}

/** A scene that plays; faults change what it sends from the next picture on. */
export interface SceneSource extends MediaSource {
  setFault(fault: SceneFault | null): void;
}

const CLOCK_HZ = 90_000;
const PAYLOAD_TYPE = 96;

/** Encodes one picture to learn the parameter sets. */
export async function createSceneSource(
  open: OpenEncoder,
  options: SceneSourceOptions,
): Promise<SceneSource> {
  const encoder = await open(options);
  const scene = new Scene({ ...options, clock: wallClockText });
  const first = await encoder.encode(scene.draw(Date.now(), 0), 0, true);
  const format = formatOfNals(options.codec, first.nals, CLOCK_HZ);
  const track = { format, payloadType: PAYLOAD_TYPE, clockRateHz: CLOCK_HZ };
  return new LiveScene(scene, encoder, options, track);
}

class LiveScene implements SceneSource {
  readonly tracks: readonly SourceTrack[];
  readonly #scene: Scene;
  readonly #encoder: PictureEncoder;
  readonly #options: SceneSourceOptions;
  readonly #sinks = new Set<UnitSink>();
  readonly #startMonotonicMs = performance.now();
  readonly #startUnixMs = Date.now();
  #stopBeat: (() => void) | null = null;
  /** The next picture's place on the time axis, in frames since the beginning. */
  #nextSlot = 0;
  #frameNumber = 0;
  #needsSync = true;
  #encoding = false;
  #closed = false;

  constructor(scene: Scene, encoder: PictureEncoder, options: SceneSourceOptions, track: SourceTrack) {
    this.#scene = scene;
    this.#encoder = encoder;
    this.#options = options;
    this.tracks = [track];
  }

  subscribe(sink: UnitSink): () => void {
    this.#sinks.add(sink);
    // As cameras do: whoever comes gets a key frame soon.
    this.#needsSync = true;
    this.#stopBeat ??= onBeat((now) => this.#onBeat(now));
    return () => {
      this.#sinks.delete(sink);
      if (this.#sinks.size === 0) this.#rest();
    };
  }

  setFault(fault: SceneFault | null): void {
    this.#scene.setFault(fault, Date.now());
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#sinks.clear();
    this.#rest();
    this.#encoder.close();
  }

  #rest(): void {
    this.#stopBeat?.();
    this.#stopBeat = null;
  }

  #onBeat(nowMonotonicMs: number): void {
    if (this.#encoding || this.#closed) return;
    const slot = Math.floor(
      ((nowMonotonicMs - this.#startMonotonicMs) * this.#options.framesPerSecond) / 1000,
    );
    if (slot < this.#nextSlot) return;
    this.#nextSlot = slot + 1;
    this.#encoding = true;
    void this.#runEncoder(slot);
  }

  async #runEncoder(slot: number): Promise<void> {
    try {
      await this.#encode(slot);
    } catch {
      // The encoder failed: the camera falls silent, as a real one would.
      this.close();
    }
    this.#encoding = false;
  }

  async #encode(slot: number): Promise<void> {
    const wallUnixMs = this.#startUnixMs + (slot * 1000) / this.#options.framesPerSecond;
    const frameNumber = this.#frameNumber;
    this.#frameNumber += 1;
    const forceSync = this.#needsSync;
    this.#needsSync = false;
    const picture = this.#scene.draw(wallUnixMs, frameNumber);
    this.#deliver(await this.#encoder.encode(picture, frameNumber, forceSync), slot, frameNumber, wallUnixMs);
  }

  #deliver(encoded: EncodedPicture, slot: number, frameNumber: number, wallUnixMs: number): void {
    const { codec, framesPerSecond, maxPayloadBytes = 1400 } = this.#options;
    const parts = withFrameNumber(codec, encoded.nals, frameNumber);
    const unit = {
      trackIndex: 0,
      ptsTicks: Math.round((slot * CLOCK_HZ) / framesPerSecond),
      wallUnixMs,
      sync: encoded.sync,
      unitNumber: frameNumber,
      parts,
      packets: packetizeUnit(parts, { codec, payloadType: PAYLOAD_TYPE, maxPayloadBytes, aggregate: true }),
    };
    for (const sink of this.#sinks) sink(unit);
  }
}

/** The number stands before the first slice, behind parameter sets. */
export function withFrameNumber(
  codec: 'h264' | 'h265',
  nals: readonly Uint8Array[],
  frameNumber: number,
): readonly Uint8Array[] {
  const slice = nals.findIndex((nal) => nalKind(codec, nal) === 'sync' || nalKind(codec, nal) === 'picture');
  const at = slice === -1 ? nals.length : slice;
  return [...nals.slice(0, at), writeFrameNumberSei(codec, frameNumber), ...nals.slice(at)];
}
