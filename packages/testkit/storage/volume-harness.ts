/** One volume on a real directory under simulated time: feeds synthetic streams, keeps what the volume reports. */
import type { HoldRequest, StreamKey } from '@matlang/archive';
import { type VolumeCommand, type VolumeReport, VolumeService } from '@matlang/archive/volume';
import { FaultyStorage } from './faulty-storage.ts';
import { SyntheticStream, type SyntheticStreamOptions } from './synthetic-stream.ts';

/** Where the volume lies and at what instant simulated time begins. */
export interface VolumeHarnessOptions {
  readonly root: string;
  readonly startUnixMs: number;
  readonly bootId?: string;
  readonly floorBytes?: number;
}

interface FedStream {
  readonly token: number;
  readonly stream: StreamKey;
  readonly options: Partial<SyntheticStreamOptions>;
  readonly source: SyntheticStream;
}

/** Opens the volume at once, camera ids as the test likes; `close` stops cleanly. */
export class VolumeHarness {
  readonly storage = new FaultyStorage();
  readonly reports: VolumeReport[] = [];
  readonly service: VolumeService;
  nowUnixMs: number;
  #startUnixMs: number;
  readonly #streams: FedStream[] = [];
  #nextNumber = 1;

  constructor(options: VolumeHarnessOptions) {
    this.nowUnixMs = options.startUnixMs;
    this.#startUnixMs = options.startUnixMs;
    this.service = new VolumeService({
      storage: this.storage,
      root: options.root,
      volumeId: 'v1',
      bootId: options.bootId ?? 'boot-1',
      floorBytes: options.floorBytes ?? 0,
      defaultRetentionDays: 30,
      report: (report) => {
        this.reports.push(report);
        if (report.type !== 'sign') return;
        const heads = report.drafts.map((draft) => ({
          ...draft,
          keyId: 'k1',
          signature: new Uint8Array(64).fill(1),
        }));
        this.do({ type: 'heads', id: report.id, heads });
      },
    });
    this.service.open(this.#time());
  }

  /** Begins a run whose fragments `record` then delivers. */
  begin(
    stream: StreamKey,
    options: Partial<SyntheticStreamOptions> = {},
    reason: 'start' | 'clock-step' = 'start',
  ): SyntheticStream {
    const source = new SyntheticStream({ startUnixMs: this.nowUnixMs, ...options });
    const token = this.#nextNumber++;
    const { format, init } = source;
    const definition = { stream, format, init, reason, startUnixMs: source.wallUnixMs };
    this.do({ type: 'begin-run', token, definition });
    this.#streams.push({ token, stream, options, source });
    return source;
  }

  /** The machine's clock is set: every run ends and another begins, as a recorder does it. */
  setClock(byMs: number): void {
    this.nowUnixMs += byMs;
    this.#startUnixMs += byMs;
    const streams = this.#streams.splice(0);
    for (const { token } of streams) this.do({ type: 'end-run', token });
    for (const { stream, options } of streams) this.begin(stream, options, 'clock-step');
  }

  /** Lets time pass without a fragment, a tick each 10 s: all runs end. */
  pass(seconds: number): void {
    for (const { token } of this.#streams.splice(0)) this.do({ type: 'end-run', token });
    const endUnixMs = this.nowUnixMs + seconds * 1000;
    while (this.nowUnixMs < endUnixMs) {
      this.nowUnixMs += 10_000;
      this.do({ type: 'tick' });
    }
  }

  /** Lets time pass: fragments when they end, a tick each half second. */
  record(seconds: number): void {
    const endUnixMs = this.nowUnixMs + seconds * 1000;
    while (this.nowUnixMs < endUnixMs) {
      this.nowUnixMs += 500;
      for (const { token, source } of this.#streams) {
        while (source.wallUnixMs + 1000 <= this.nowUnixMs)
          this.do({ type: 'append', token, ...source.next() });
      }
      this.do({ type: 'tick' });
    }
  }

  do(command: VolumeCommand): void {
    this.service.handle(command, this.#time());
  }

  /** The answer's or refusal's report. */
  request(request: Extract<VolumeCommand, { type: 'request' }>['request']): VolumeReport | undefined {
    const id = this.#nextNumber++;
    this.do({ type: 'request', id, request });
    return this.reports.find(
      (report) => (report.type === 'answer' || report.type === 'refusal') && report.id === id,
    );
  }

  hold(
    hold: Partial<HoldRequest> & Pick<HoldRequest, 'id' | 'startUnixMs' | 'endUnixMs'>,
  ): VolumeReport | undefined {
    const whole = {
      cameraId: 'camera-1',
      reason: 'theft',
      owner: 'u1',
      reviewUnixMs: 0,
      byAdministrator: false,
      ...hold,
    };
    return this.request({ type: 'hold', hold: whole });
  }

  get condition() {
    return this.reports.findLast((report) => report.type === 'condition')?.condition;
  }

  get warnings(): readonly string[] {
    return this.reports.flatMap((report) => (report.type === 'warning' ? [report.text] : []));
  }

  close(): void {
    this.do({ type: 'close', stoppedUnixMs: this.nowUnixMs });
  }

  #time() {
    return { unixMs: this.nowUnixMs, monotonicMs: this.nowUnixMs - this.#startUnixMs };
  }
}
