/** A volume that records for days under simulated time: a minute of footage now and then, so that a year takes seconds. */
import { SyntheticStream } from '../../testkit/storage/index.ts';
import type { StreamKey } from '../port/stream-key.ts';
import { draftMessage, type NodeSigner } from '../proof/head.ts';
import type { Storage } from '../storage/storage.ts';
import { VolumeService } from '../volume/volume-service.ts';

const DAY_MS = 86_400_000;
const TICK_MS = 10_000;
const TICKS_A_STEP = 2;

export interface RecordedDaysOptions {
  readonly storage: Storage;
  readonly root: string;
  readonly startUnixMs: number;
  readonly streams: readonly StreamKey[];
  readonly retentionDays: number;
  /** A minute each, evenly over the day; heads are signed as often. */
  readonly segmentsADay: number;
  readonly bootId?: string;
  readonly afterCommit?: () => void;
  /** Signs as a recorder does; without it signatures are zeros. */
  readonly signer?: NodeSigner;
  /** As before deletions were signed: no key for them is certified. */
  readonly signsDeletions?: boolean;
  /** As the recorder remembers it outside of the volume. */
  readonly signedBefore?: boolean;
  /** Of the fragments, so that a second life of the volume records something else. */
  readonly seed?: number;
}

export class RecordedDays {
  nowUnixMs: number;
  readonly warnings: string[] = [];
  readonly #options: RecordedDaysOptions;
  readonly #service: VolumeService;
  readonly #sources: readonly { readonly token: number; readonly source: SyntheticStream }[];
  #nextNumber = 100;

  constructor(options: RecordedDaysOptions) {
    this.#options = options;
    this.nowUnixMs = options.startUnixMs;
    this.#service = new VolumeService({
      storage: options.storage,
      root: options.root,
      volumeId: 'v1',
      bootId: options.bootId ?? 'boot-1',
      floorBytes: 0,
      defaultRetentionDays: options.retentionDays,
      afterCommit: options.afterCommit,
      report: (report) => {
        if (report.type === 'warning') this.warnings.push(report.text);
        if (report.type !== 'sign') return;
        const { signer, signsDeletions = true } = options;
        const heads = report.drafts
          .filter((draft) => signsDeletions || !('deletionKey' in draft))
          .map((draft) => ({
            ...draft,
            keyId: signer?.keyId ?? 'k',
            signature: signer?.sign(draftMessage('v1', draft)) ?? new Uint8Array(64),
            nodeKey: signer?.publicKey,
            signedBefore: options.signedBefore ?? false,
          }));
        this.#service.handle({ type: 'heads', id: report.id, heads }, this.#time());
      },
    });
    this.#service.open(this.#time());
    this.#sources = options.streams.map((stream, at) => {
      const source = new SyntheticStream({
        startUnixMs: this.nowUnixMs,
        seed: (options.seed ?? 0) + at + 1,
        fragmentMs: 60_000,
        framesPerSecond: 0.1,
        pictureBytes: 20,
      });
      const { format, init } = source;
      const definition = { stream, format, init, reason: 'start', startUnixMs: this.nowUnixMs } as const;
      this.#service.handle({ type: 'begin-run', token: at + 1, definition }, this.#time());
      return { token: at + 1, source };
    });
  }

  record(days: number): void {
    const stepMs = DAY_MS / this.#options.segmentsADay;
    for (let step = 0; step < days * this.#options.segmentsADay; step += 1) {
      for (const { token, source } of this.#sources)
        this.#service.handle({ type: 'append', token, ...source.next() }, this.#time());
      this.nowUnixMs += stepMs - TICKS_A_STEP * TICK_MS;
      this.tick(TICKS_A_STEP);
    }
  }

  /** Nothing comes, retention looks around. */
  tick(times: number): void {
    for (let time = 0; time < times; time += 1) {
      this.nowUnixMs += TICK_MS;
      this.#service.handle({ type: 'tick' }, this.#time());
    }
    for (const { source } of this.#sources)
      if (source.wallUnixMs < this.nowUnixMs) source.skip(this.nowUnixMs - source.wallUnixMs);
  }

  hold(id: string, startUnixMs: number, endUnixMs: number): void {
    const hold = {
      id,
      cameraId: 'camera-1',
      startUnixMs,
      endUnixMs,
      reason: 'theft',
      owner: 'u1',
      reviewUnixMs: 0,
      byAdministrator: true,
    };
    this.#service.handle(
      { type: 'request', id: this.#nextNumber++, request: { type: 'hold', hold } },
      this.#time(),
    );
  }

  lift(holdId: string): void {
    this.#service.handle(
      { type: 'request', id: this.#nextNumber++, request: { type: 'lift', id: holdId, by: 'u1' } },
      this.#time(),
    );
  }

  /** The cameras are gone. */
  end(): void {
    for (const { token } of this.#sources) this.#service.handle({ type: 'end-run', token }, this.#time());
  }

  close(): void {
    this.#service.handle({ type: 'close', stoppedUnixMs: this.nowUnixMs }, this.#time());
  }

  #time() {
    return { unixMs: this.nowUnixMs, monotonicMs: this.nowUnixMs - this.#options.startUnixMs };
  }
}
