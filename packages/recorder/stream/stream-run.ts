/**
 * One run of one stream: units with one format, in one unbroken media time, to samples for viewers and fragments for the
 * archive. Which unit begins a run and when it must end belongs to media-stream.ts.
 */
import type { ArchiveWriter, RecordedFragment, RunStartReason, RunWriter, StreamKey } from '@matlang/archive';
import type { DepacketizedUnit } from '@matlang/media/depacketizer';
import type { PictureMemory } from '@matlang/media/memory';
import { createInitSegment } from '@matlang/media/mp4';
import type { StreamFormat } from '@matlang/media/stream';
import { type NewRunNeeded, SampleSequencer } from '@matlang/media/timing';
import { RunClock } from '../clock/run-clock.ts';
import type { SiteClock } from '../clock/site-clock.ts';
import { FragmentCollector } from './fragment-collector.ts';
import type { LiveSample } from './live-sample.ts';

/** What a run needs besides its units. */
export interface StreamRunOptions {
  readonly stream: StreamKey;
  readonly volumeId: string;
  readonly cameraName: string;
  readonly reason: RunStartReason;
  /** Learned earlier; null: as the format says. */
  readonly reorderDepth: number | null;
  /** Null: nothing goes to disk. */
  readonly archive: ArchiveWriter | null;
  readonly siteClock: SiteClock;
  readonly memory: PictureMemory;
  /** Told once for each fragment that the archive took. */
  readonly onRecorded: (wallEndUnixMs: number) => void;
}

/** The volume's queue was full: what was dropped can't be decoded over, a new run has to begin. */
export interface RunDropped {
  readonly kind: 'dropped';
}

/** Made with its first unit, ended once. */
export class StreamRun {
  readonly format: StreamFormat;
  /** ftyp + moov. */
  readonly init: Uint8Array;
  readonly #options: StreamRunOptions;
  readonly #sequencer: SampleSequencer;
  readonly #clock: RunClock;
  readonly #collector: FragmentCollector | null;
  readonly #msPerTick: number;
  #writer: RunWriter | null = null;
  #dropped = false;
  #shiftMs = 0;
  #sequenceNumber = 0;

  /** `first` is the unit that will be pushed first. */
  constructor(first: DepacketizedUnit, options: StreamRunOptions) {
    const { format } = first;
    this.format = format;
    this.#options = options;
    this.#msPerTick = 1000 / format.timescale;
    this.#clock = new RunClock(format.timescale);
    this.#sequencer = new SampleSequencer({
      timescale: format.timescale,
      reorderDepth: format.kind === 'audio' ? 0 : (options.reorderDepth ?? format.reorderDepth),
      declaredFrameTicks: format.kind === 'video' ? format.declaredFrameTicks : null,
    });
    this.init = createInitSegment({
      format,
      creationUnixMs: Math.round(options.siteClock.atUnixMs(first.arrivalMonotonicMs)),
      cameraName: options.cameraName,
    });
    this.#collector =
      options.archive === null
        ? null
        : new FragmentCollector(format.timescale, this.#clock, options.memory, (fragment) =>
            this.#record(fragment),
          );
  }

  /** The unit in its place, or why it does not belong to this run; then it was not taken. */
  push(unit: DepacketizedUnit): LiveSample | NewRunNeeded | RunDropped {
    if (this.#dropped && unit.sync) {
      return { kind: 'dropped' };
    }
    const placed = this.#sequencer.push(unit);
    if (placed.kind === 'new-run') {
      return placed;
    }
    const { dtsTicks, compositionOffsetTicks, movedTicks } = placed;
    this.#clock.observe(dtsTicks, this.#options.siteClock.atUnixMs(unit.arrivalMonotonicMs) - this.#shiftMs);
    this.#collector?.push(unit, dtsTicks, compositionOffsetTicks, unit.sync && this.format.kind === 'video');
    this.#sequenceNumber = (this.#sequenceNumber + 1) >>> 0;
    return {
      kind: 'sample',
      unit,
      dtsTicks,
      compositionOffsetTicks,
      movedTicks,
      durationTicks: placed.predictedDurationTicks,
      wallStartUnixMs: this.#clock.estimate(dtsTicks),
      sequenceNumber: this.#sequenceNumber,
    };
  }

  /** Media time in ms, for measuring. */
  mediaMs(dtsTicks: number): number {
    return dtsTicks * this.#msPerTick;
  }

  /** The site clock stepped by this much: until its end the run goes on as if it had not. */
  keepBeforeStep(stepMs: number): void {
    this.#shiftMs += stepMs;
  }

  tick(nowMonotonicMs: number): void {
    this.#collector?.tick(nowMonotonicMs);
  }

  /** Writes what waits and closes. Returns the site time up to which the archive has it; null: it has nothing of this run. */
  end(): number | null {
    const endUnixMs = this.#collector?.end(this.#sequencer.lastDurationTicks() ?? 1) ?? null;
    if (endUnixMs !== null) {
      this.#writer?.end(endUnixMs);
    }
    return this.#writer === null ? null : endUnixMs;
  }

  #record(fragment: RecordedFragment): void {
    const { archive, stream, volumeId, reason, onRecorded } = this.#options;
    if (archive === null || this.#dropped) {
      fragment.release?.();
      return;
    }
    const { wallStartUnixMs, wallEndUnixMs } = fragment;
    // Set until the archive took it: when it throws, ending the run must not ask it again.
    this.#dropped = true;
    this.#writer ??= archive.beginRun({
      stream,
      volumeId,
      format: this.format,
      init: this.init,
      reason,
      startUnixMs: wallStartUnixMs,
    });
    if (this.#writer.append(fragment)) {
      this.#dropped = false;
      onRecorded(wallEndUnixMs);
    }
  }
}
