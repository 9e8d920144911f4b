/**
 * One RTP packet as a depacketizer takes it: the header is read, the sequence is in order, the time unwrapped.
 * Sockets, reordering and unwrapping belong to `rtp` and to whoever owns the connection.
 */
export interface MediaPacket {
  /** The RTP payload without header, extension and padding. A view: read during `push` or until the unit is whole. */
  readonly payload: Uint8Array;
  /** RTP time unwrapped to ticks of the media's clock; an integer that never wraps. */
  readonly ptsTicks: number;
  /** 16 bits; only named in faults. */
  readonly sequenceNumber: number;
  readonly marker: boolean;
  /** Packets known to be missing between the one pushed before and this one. */
  readonly lostBefore: number;
  /** The machine's monotonic clock when the packet came in. */
  readonly arrivalMonotonicMs: number;
}
