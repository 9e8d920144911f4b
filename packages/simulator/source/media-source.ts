/** What a simulated camera can play: the words between sources, fault wrappers and the RTSP server. */
import type { StreamFormat } from '@matlang/media/stream';
import type { PacketizedUnit } from '../packetizer/packetized-unit.ts';

/** One access unit or one packet of sound, ready for the wire. */
export interface SourceUnit {
  /** Index into `MediaSource.tracks`. */
  readonly trackIndex: number;
  /** Presentation time in ticks of the RTP clock: never wraps, continuous over loops of a file. */
  readonly ptsTicks: number;
  /** True wall instant of `ptsTicks`: what sender reports tell. */
  readonly wallUnixMs: number;
  /** Decoding may begin here; sound always. */
  readonly sync: boolean;
  /** Counted per track from 0 since the source began, also while nobody watched. */
  readonly unitNumber: number;
  /** NAL units without start code, or the one piece of coded sound: what a tap compares. */
  readonly parts: readonly Uint8Array[];
  /** Packets of those parts, shared by every viewer: not to be written into. */
  readonly packets: PacketizedUnit;
}

/** One track as SDP describes it. */
export interface SourceTrack {
  /** For SDP. Parameter sets are those in force when the source begins. */
  readonly format: StreamFormat;
  readonly payloadType: number;
  /** Of RTP. */
  readonly clockRateHz: number;
}

/** Called once per unit when it is due, in decoding order per track. */
export type UnitSink = (unit: SourceUnit) => void;

/** Something that sends units in real time to whoever listens; nobody writes into the buffers of a unit. */
export interface MediaSource {
  readonly tracks: readonly SourceTrack[];
  /**
   * Delivers every unit that becomes due from now on; the source's time runs on while nobody listens. The answer
   * ends it.
   */
  subscribe(sink: UnitSink): () => void;
  /** Frees timers and encoders; nothing is delivered afterwards. */
  close(): void;
}
