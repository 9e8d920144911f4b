/** Whether `$` begins a media packet (RFC 2326, section 10.12), by what such packets look like on this connection. */

/** `$`, channel and length. */
export const PACKET_HEADER_BYTES = 4;
/** Highest channel that a packet may have which nobody agreed on (cameras that choose their own). */
const MAX_STRANGE_CHANNEL = 31;
/** An empty RTCP report: nothing shorter is worth finding behind garbage. */
const MIN_PAYLOAD_BYTES = 8;
/** Up to here the SSRC of RTP shows. */
const SSRC_SHOWS_BYTES = PACKET_HEADER_BYTES + 12;
/** Longer than any packet: whoever is lost for so long may have missed that the source began anew. */
const NEW_SSRC_AFTER_BYTES = 64 * 1024;
/** RTCP packet types as the second byte shows them; RTP has its marker and type there. */
const FIRST_RTCP_TYPE = 192;
const LAST_RTCP_TYPE = 223;

/** The packet's whole size, that more bytes are needed to tell, or that it can't be one. */
export type PacketSize = number | 'unknown' | 'implausible';

/** One per connection: learns which channels carry what. */
export class PacketPlausibility {
  readonly #agreed = new Uint8Array(256);
  #anyAgreed = false;
  readonly #seen = new Uint8Array(256);
  readonly #ssrcs = new Int32Array(256);

  /** A channel that SETUP agreed on. */
  agree(channel: number): void {
    this.#agreed[channel] = 1;
    this.#anyAgreed = true;
  }

  /** RTP and RTCP both begin with version 2. */
  size(bytes: Uint8Array, at: number): PacketSize {
    if (at + 1 < bytes.length && !this.#possible(bytes[at + 1] ?? 0)) return 'implausible';
    if (at + PACKET_HEADER_BYTES > bytes.length) return 'unknown';
    const payload = ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0);
    if (payload === 0) return PACKET_HEADER_BYTES;
    if (at + PACKET_HEADER_BYTES >= bytes.length) return 'unknown';
    return (bytes[at + PACKET_HEADER_BYTES] ?? 0) >> 6 === 2 ? PACKET_HEADER_BYTES + payload : 'implausible';
  }

  /**
   * The stricter question right behind garbage, where one `$` in 32 of random bytes would pass `size`.
   * @param size as `size` told.
   * @param garbageBytes since the last thing that made sense. Another SSRC than the channel's is believed only after much
   * of it: else a false packet would hold everything back until its 64 kB are there.
   * @returns yes where the channel's SSRC is known and here again; no where it can't be; `look-behind` where only what
   * follows the packet can tell; a number: how many bytes must be there to say more.
   */
  confirm(
    bytes: Uint8Array,
    at: number,
    size: number,
    garbageBytes: number,
  ): 'yes' | 'no' | 'look-behind' | number {
    const channel = bytes[at + 1] ?? 0;
    if (size < PACKET_HEADER_BYTES + MIN_PAYLOAD_BYTES) return 'no';
    if (this.#anyAgreed && this.#agreed[channel] === 0) return 'no';
    if (this.#seen[channel] === 0 || size < SSRC_SHOWS_BYTES) return 'look-behind';
    if (bytes.length - at < SSRC_SHOWS_BYTES) return SSRC_SHOWS_BYTES;
    if (readSsrc(bytes, at) === this.#ssrcs[channel]) return 'yes';
    return garbageBytes < NEW_SSRC_AFTER_BYTES ? 'no' : 'look-behind';
  }

  /** Learns from a packet that was handed on. */
  learn(bytes: Uint8Array, at: number, size: number): void {
    if (size < SSRC_SHOWS_BYTES) return;
    const channel = bytes[at + 1] ?? 0;
    this.#seen[channel] = 1;
    this.#ssrcs[channel] = readSsrc(bytes, at);
  }

  #possible(channel: number): boolean {
    return channel <= MAX_STRANGE_CHANNEL || this.#agreed[channel] === 1;
  }
}

function readSsrc(bytes: Uint8Array, at: number): number {
  const type = bytes[at + PACKET_HEADER_BYTES + 1] ?? 0;
  const isRtcp = type >= FIRST_RTCP_TYPE && type <= LAST_RTCP_TYPE;
  const ssrcAt = at + PACKET_HEADER_BYTES + (isRtcp ? 4 : 8);
  return (
    ((bytes[ssrcAt] ?? 0) << 24) |
    ((bytes[ssrcAt + 1] ?? 0) << 16) |
    ((bytes[ssrcAt + 2] ?? 0) << 8) |
    (bytes[ssrcAt + 3] ?? 0)
  );
}
