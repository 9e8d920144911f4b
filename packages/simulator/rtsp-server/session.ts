/** One session: which tracks of a mount go where, and the viewer's own sequence numbers, times and reports. */
import type { CameraFaults } from '../faults/camera-faults.ts';
import { FaultyDelivery } from '../faults/faulty-delivery.ts';
import {
  addressPacket,
  INTERLEAVED_HEADER_BYTES,
  packetEnd,
  RTP_HEADER_BYTES,
} from '../packetizer/packetized-unit.ts';
import type { SeededRandom } from '../seeded-random.ts';
import type { SourceUnit } from '../source/media-source.ts';
import { writeSenderReport } from './sender-report.ts';
import type { Mount, RtspServerOptions } from './server-options.ts';
import type { ViewerTransport } from './viewer-transport.ts';

interface TrackState {
  readonly transport: ViewerTransport;
  readonly ssrc: number;
  readonly firstRtpTime: number;
  sequenceNumber: number;
  packetCount: number;
  octetCount: number;
  lastReportMs: number;
}

/** What a session is given by its connection; it owns none of it. */
export interface SessionInput {
  readonly id: string;
  readonly mount: Mount;
  readonly options: RtspServerOptions;
  readonly random: SeededRandom;
  /** Asked for each unit: faults may change while it plays. */
  readonly faults: () => CameraFaults | null;
  /** Ends the connection that carries the session, or the session itself over UDP. */
  readonly kill: () => void;
  /** Ends a session that nobody kept alive. */
  readonly expire: () => void;
}

const DEFAULT_QUEUE_BYTES = 2 << 20;
const DEFAULT_REPORT_MS = 5000;

/** Made by the first SETUP; sends nothing before `play`. */
export class Session {
  readonly id: string;
  readonly mount: Mount;
  lastSeenMs = performance.now();
  readonly #input: SessionInput;
  readonly #tracks = new Map<number, TrackState>();
  readonly #delivery: FaultyDelivery;
  #stop: (() => void) | null = null;
  #waitsForSync: boolean;

  constructor(input: SessionInput) {
    this.id = input.id;
    this.mount = input.mount;
    this.#input = input;
    this.#waitsForSync = input.options.joinAt !== 'now';
    this.#delivery = new FaultyDelivery(input.random, input.kill);
  }

  get playing(): boolean {
    return this.#stop !== null;
  }

  /** The SSRC of the track's packets. A second SETUP of a track takes the place of the first. */
  addTrack(trackIndex: number, transport: ViewerTransport): number {
    this.#tracks.get(trackIndex)?.transport.close();
    const { options, random } = this.#input;
    const state = {
      transport,
      ssrc: random.uint32(),
      firstRtpTime: options.firstRtpTime ?? random.uint32(),
      sequenceNumber: options.firstSequenceNumber ?? random.uint32() & 0xffff,
      packetCount: 0,
      octetCount: 0,
      lastReportMs: Number.NEGATIVE_INFINITY,
    };
    this.#tracks.set(trackIndex, state);
    return state.ssrc;
  }

  /** Track index and the sequence number that its next packet will have. */
  nextSequenceNumbers(): readonly (readonly [number, number])[] {
    return [...this.#tracks].map(([index, state]) => [index, state.sequenceNumber]);
  }

  play(): void {
    this.#stop ??= this.mount.source.subscribe((unit) => this.#onUnit(unit));
  }

  pause(): void {
    this.#stop?.();
    this.#stop = null;
    this.#waitsForSync = this.#input.options.joinAt !== 'now';
  }

  expire(): void {
    this.#input.expire();
  }

  close(): void {
    this.pause();
    for (const { transport } of this.#tracks.values()) transport.close();
    this.#tracks.clear();
  }

  #onUnit(unit: SourceUnit): void {
    const track = this.#tracks.get(unit.trackIndex);
    if (track === undefined) return;
    const { options, mount } = this.#input;
    const limitBytes = options.maxViewerQueueBytes ?? DEFAULT_QUEUE_BYTES;
    const queuedBytes = track.transport.queuedBytes;
    if (queuedBytes > limitBytes) this.#waitsForSync = true;
    if (this.#waitsForSync) {
      if (!this.#mayBegin(unit) || queuedBytes > limitBytes / 2) {
        options.tap?.skipped?.(mount.path, this.id, unit);
        return;
      }
      this.#waitsForSync = false;
    }
    this.#send(track, unit);
  }

  /** Where there are pictures, one begins; sound waits for it. */
  #mayBegin(unit: SourceUnit): boolean {
    const { tracks } = this.mount.source;
    const watches = [...this.#tracks.keys()].some((index) => tracks[index]?.format.kind === 'video');
    return unit.sync && (!watches || tracks[unit.trackIndex]?.format.kind === 'video');
  }

  #send(track: TrackState, unit: SourceUnit): void {
    const { options, mount } = this.#input;
    const { offsets } = unit.packets;
    const bytes = Buffer.allocUnsafe(unit.packets.bytes.length);
    bytes.set(unit.packets.bytes);
    const rtpTime = ((unit.ptsTicks + track.firstRtpTime) % 0x1_0000_0000) >>> 0;
    for (const offset of offsets) {
      addressPacket(bytes, offset, track.transport.channel, track.sequenceNumber, rtpTime, track.ssrc);
      track.sequenceNumber = (track.sequenceNumber + 1) & 0xffff;
    }
    track.packetCount += offsets.length;
    track.octetCount += bytes.length - offsets.length * (INTERLEAVED_HEADER_BYTES + RTP_HEADER_BYTES);
    const { tap } = options;
    if (tap?.packet !== undefined) {
      for (const [i, offset] of offsets.entries()) {
        const packet = bytes.subarray(offset + INTERLEAVED_HEADER_BYTES, packetEnd(unit.packets, i));
        tap.packet(mount.path, this.id, unit.trackIndex, packet);
      }
    }
    tap?.unit?.(mount.path, this.id, unit);
    const faults = this.#input.faults();
    if (faults === null) track.transport.send(bytes, offsets);
    else this.#delivery.send(faults, track.transport, bytes, offsets);
    this.#report(track, unit.wallUnixMs, rtpTime);
  }

  #report(track: TrackState, wallUnixMs: number, rtpTime: number): void {
    const nowMs = performance.now();
    if (nowMs - track.lastReportMs < (this.#input.options.senderReportMs ?? DEFAULT_REPORT_MS)) return;
    track.lastReportMs = nowMs;
    const { ssrc, packetCount, octetCount } = track;
    track.transport.sendControl(writeSenderReport({ ssrc, wallUnixMs, rtpTime, packetCount, octetCount }));
  }
}
