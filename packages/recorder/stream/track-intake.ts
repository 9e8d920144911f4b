/**
 * RTP and RTCP packets of one media, in order, to access units: counts what is lost, unwraps time, watches the camera's clock.
 * Sockets and reordering belong to connection/, what becomes of the units to media-stream.ts.
 */
import {
  createDepacketizer,
  type DepacketizedUnit,
  type Depacketizer,
  type MediaDescription,
  type UnitAllocator,
} from '@matlang/media/depacketizer';
import {
  parseRtcp,
  parseRtpPacket,
  type ReceptionFacts,
  SequenceTracker,
  TimestampUnwrapper,
} from '@matlang/media/rtp';
import type { StreamFormat } from '@matlang/media/stream';
import type { StreamMeter } from './stream-meter.ts';

/** "Nothing came" for a unit whose end is not marked. A stream read every 20 ms must have been read in vain once. */
const FLUSH_AFTER_MS = 25;

/** One media and who gets its units. */
export interface TrackIntakeOptions {
  readonly media: MediaDescription;
  readonly payloadType: number;
  readonly meter: StreamMeter;
  /** For pictures; without it each has memory of its own. */
  readonly allocate?: UnitAllocator;
  readonly onUnit: (unit: DepacketizedUnit) => void;
  /** A sender report: the camera's clock in Unix ms. */
  readonly onCameraTime: (cameraUnixMs: number, arrivalMonotonicMs: number) => void;
}

/** One for each media and connection. */
export class TrackIntake {
  readonly #options: TrackIntakeOptions;
  readonly #depacketizer: Depacketizer;
  readonly #unwrapper = new TimestampUnwrapper();
  readonly #msPerTick: number;
  #tracker = new SequenceTracker();
  #ssrc = -1;
  #newestPacketMonotonicMs: number | null = null;
  #lastArrivalMonotonicMs = 0;
  #lastTransitMs = Number.NaN;
  #jitterMs = 0;
  #lastReportMiddle = 0;
  #lastReportMonotonicMs = 0;
  #reportedExpected = 0;
  #reportedLost = 0;

  /** Throws DepacketizerRefusal for a codec that isn't recorded. */
  constructor(options: TrackIntakeOptions) {
    this.#options = options;
    this.#depacketizer = createDepacketizer(options.media, options.allocate);
    const { faults } = this.#depacketizer;
    options.meter.watchFaults(() => faults.list());
    this.#msPerTick = 1000 / options.media.clockRateHz;
  }

  /** When something last came in on this media's way, taken or not; null: nothing yet. RTCP does not count. */
  get newestPacketMonotonicMs(): number | null {
    return this.#newestPacketMonotonicMs;
  }

  /** One RTP packet; `bytes` must stay untouched until its unit is whole, or until `detach`. */
  pushRtp(bytes: Uint8Array, arrivalMonotonicMs: number): void {
    this.#newestPacketMonotonicMs = arrivalMonotonicMs;
    const packet = parseRtpPacket(bytes);
    const meter = this.#options.meter;
    if (typeof packet === 'string' || packet.payloadType !== this.#options.payloadType) {
      meter.countForeignPacket();
      return;
    }
    if (packet.ssrc !== this.#ssrc) {
      this.#ssrc = packet.ssrc;
      this.#tracker = new SequenceTracker();
      this.#reportedExpected = 0;
      this.#reportedLost = 0;
    }
    const verdict = this.#tracker.accept(packet.sequenceNumber);
    if (verdict.kind === 'stale') {
      meter.countForeignPacket();
      return;
    }
    const lostBefore = verdict.kind === 'next' ? verdict.lost : 1;
    meter.countPacket(bytes.length, verdict.kind === 'next' ? verdict.lost : 0);
    const ptsTicks = this.#unwrapper.unwrap(packet.timestamp);
    this.#measureJitter(ptsTicks, arrivalMonotonicMs);
    this.#lastArrivalMonotonicMs = arrivalMonotonicMs;
    this.#depacketizer.push({
      payload: packet.payload,
      ptsTicks,
      sequenceNumber: packet.sequenceNumber,
      marker: packet.marker,
      lostBefore,
      arrivalMonotonicMs,
    });
    this.#pullUnits();
  }

  /** RFC 3550 section 6.4.1, in ms. */
  #measureJitter(ptsTicks: number, arrivalMonotonicMs: number): void {
    const transitMs = arrivalMonotonicMs - ptsTicks * this.#msPerTick;
    if (!Number.isNaN(this.#lastTransitMs)) {
      const difference = Math.abs(transitMs - this.#lastTransitMs);
      // A jump of the camera's time is no jitter.
      if (difference < 10_000) {
        this.#jitterMs += (difference - this.#jitterMs) / 16;
      }
    }
    this.#lastTransitMs = transitMs;
    this.#options.meter.jitterMs = this.#jitterMs;
  }

  #pullUnits(): void {
    for (let unit = this.#depacketizer.pull(); unit !== null; unit = this.#depacketizer.pull()) {
      this.#options.onUnit(unit);
    }
  }

  /** One RTCP compound. */
  pushRtcp(bytes: Uint8Array, arrivalMonotonicMs: number): void {
    for (const part of parseRtcp(bytes)) {
      if (part.kind === 'sender-report') {
        this.#lastReportMiddle = part.ntpMiddle;
        this.#lastReportMonotonicMs = arrivalMonotonicMs;
        if (part.ntpUnixMs !== null) {
          this.#options.onCameraTime(part.ntpUnixMs, arrivalMonotonicMs);
        }
      }
    }
  }

  /** The memory of the packets so far is about to be used again. */
  detach(): void {
    this.#depacketizer.detach();
  }

  /** Call it every 10-250 ms: closes a unit whose end the camera did not mark. */
  tick(nowMonotonicMs: number): void {
    if (this.#depacketizer.awaitsFlush && nowMonotonicMs - this.#lastArrivalMonotonicMs >= FLUSH_AFTER_MS) {
      this.#depacketizer.flush();
      this.#pullUnits();
    }
  }

  /** What the description alone says of the format; null: parameter sets have yet to come. */
  describedFormat(): StreamFormat | null {
    return this.#depacketizer.currentFormat();
  }

  /** For a receiver report; null before the first packet. Each call begins the next interval. */
  takeReceptionFacts(nowMonotonicMs: number): ReceptionFacts | null {
    if (this.#ssrc < 0) {
      return null;
    }
    const { expected, lost } = this.#tracker;
    const expectedNow = expected - this.#reportedExpected;
    const lostNow = lost - this.#reportedLost;
    this.#reportedExpected = expected;
    this.#reportedLost = lost;
    return {
      senderSsrc: this.#ssrc,
      fractionLost: expectedNow > 0 ? Math.max(0, lostNow) / expectedNow : 0,
      cumulativeLost: lost,
      extendedHighestSequenceNumber: this.#tracker.extendedHighest,
      jitterTicks: this.#jitterMs / this.#msPerTick,
      lastSenderReport: this.#lastReportMiddle,
      delaySinceLastSenderReport:
        this.#lastReportMiddle === 0
          ? 0
          : Math.round(((nowMonotonicMs - this.#lastReportMonotonicMs) * 65_536) / 1000) % 2 ** 32,
    };
  }
}
