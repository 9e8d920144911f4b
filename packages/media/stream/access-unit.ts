/**
 * One coded picture with everything that belongs to it (SEI, delimiters, in-band parameter sets), or
 * one stretch of coded sound. A depacketizer makes it, with one copy out of the packets.
 */
export interface AccessUnit {
  /** Presentation time: RTP time unwrapped once to an integer of ticks that never wraps, never bent. */
  readonly ptsTicks: number;
  /**
   * Video: NAL units in the order received, each behind its length in 4 bytes, big-endian. Sound: the coded
   * bytes. Owned by whoever holds the unit; nobody writes into it.
   */
  readonly data: Uint8Array;
  /** Decoding may begin here: IDR, BLA or CRA (H.264: IDR, or a recovery point with recovery_frame_cnt 0 and I slices only). */
  readonly sync: boolean;
  /** A picture after a CRA or BLA that refers to what came before it (RASL): stored, skipped on random access. */
  readonly leading: boolean;
  /** No later picture refers to this one. */
  readonly disposable: boolean;
  /** Sound knows its duration; video gets it from the next unit: null. */
  readonly durationTicks: number | null;
  /** RTP packets known to be missing inside this unit or right before it. */
  readonly lostPackets: number;
  /** The machine's monotonic clock when the last packet of the unit came in. */
  readonly arrivalMonotonicMs: number;
}
