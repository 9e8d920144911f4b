/** RTCP (RFC 3550, section 6): reading what cameras send, writing the receiver reports that some wait for. */

/** A camera's statement that an RTP time and an instant of its own wall clock are the same moment. */
export interface SenderReport {
  readonly kind: 'sender-report';
  readonly ssrc: number;
  /** The camera's wall clock in milliseconds since 1970, with fractions; null where the NTP field is
   * zero or before 1970: cameras that count from their own start send such, so that the era behind 2036 can't be told from them. */
  readonly ntpUnixMs: number | null;
  /** Middle 32 bits of the NTP time: what a receiver report sends back. */
  readonly ntpMiddle: number;
  /** The RTP timestamp of the same instant, 32 bits. */
  readonly rtpTimestamp: number;
}

/** The packets of a compound that anybody here acts on; all others are skipped. */
export type RtcpPacket = SenderReport | { readonly kind: 'bye'; readonly ssrc: number };

/** More packets in one compound than any camera sends. */
const MAX_COMPOUND = 32;
const NTP_UNIX_OFFSET_S = 2_208_988_800;

/**
 * @param bytes a compound packet.
 * @returns the sender reports and goodbyes in it, in order; stops silently at the first part that makes no sense.
 */
export function parseRtcp(bytes: Uint8Array): readonly RtcpPacket[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found: RtcpPacket[] = [];
  let at = 0;
  for (let count = 0; count < MAX_COMPOUND && at + 8 <= bytes.length; count += 1) {
    const end = at + 4 + 4 * view.getUint16(at + 2);
    if ((bytes[at] ?? 0) >> 6 !== 2 || end > bytes.length) break;
    const type = bytes[at + 1];
    if (type === 200 && end - at >= 28) found.push(readSenderReport(view, at));
    else if (type === 203 && end - at >= 8) found.push({ kind: 'bye', ssrc: view.getUint32(at + 4) });
    at = end;
  }
  return found;
}

function readSenderReport(view: DataView, at: number): SenderReport {
  const seconds = view.getUint32(at + 8);
  const fraction = view.getUint32(at + 12);
  return {
    kind: 'sender-report',
    ssrc: view.getUint32(at + 4),
    ntpUnixMs:
      seconds < NTP_UNIX_OFFSET_S ? null : (seconds - NTP_UNIX_OFFSET_S) * 1000 + (fraction * 1000) / 2 ** 32,
    ntpMiddle: (((seconds & 0xffff) << 16) | (fraction >>> 16)) >>> 0,
    rtpTimestamp: view.getUint32(at + 16),
  };
}

/** What a receiver report says of one sender's stream. */
export interface ReceptionFacts {
  readonly senderSsrc: number;
  /** Share lost since the last report, 0 to 1. */
  readonly fractionLost: number;
  readonly cumulativeLost: number;
  readonly extendedHighestSequenceNumber: number;
  /** In ticks of the stream. */
  readonly jitterTicks: number;
  /** `ntpMiddle` of the last sender report; 0 before the first. */
  readonly lastSenderReport: number;
  /** Since that report, in 1/65536 s. */
  readonly delaySinceLastSenderReport: number;
}

const REPORT_BYTES = 32;

/** @returns a receiver report with one block and an SDES with our CNAME, as section 6.1 asks for. */
export function writeReceiverReport(ownSsrc: number, facts: ReceptionFacts): Uint8Array {
  const cname = 'matlang';
  // SDES chunk: SSRC, item (type, length, text), at least one zero, padded to 32 bits.
  const sdesBytes = 4 + Math.ceil((4 + 2 + cname.length + 1) / 4) * 4;
  const bytes = new Uint8Array(REPORT_BYTES + sdesBytes);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, 0x81c9);
  view.setUint16(2, REPORT_BYTES / 4 - 1);
  view.setUint32(4, ownSsrc);
  view.setUint32(8, facts.senderSsrc);
  view.setUint32(12, Math.max(-0x800000, Math.min(0x7fffff, facts.cumulativeLost)) & 0xffffff);
  view.setUint8(12, Math.max(0, Math.min(255, Math.floor(facts.fractionLost * 256))));
  view.setUint32(16, facts.extendedHighestSequenceNumber % 2 ** 32);
  view.setUint32(20, Math.max(0, Math.round(facts.jitterTicks)));
  view.setUint32(24, facts.lastSenderReport);
  view.setUint32(28, facts.delaySinceLastSenderReport);
  view.setUint16(REPORT_BYTES, 0x81ca);
  view.setUint16(REPORT_BYTES + 2, sdesBytes / 4 - 1);
  view.setUint32(REPORT_BYTES + 4, ownSsrc);
  view.setUint8(REPORT_BYTES + 8, 1);
  view.setUint8(REPORT_BYTES + 9, cname.length);
  for (let i = 0; i < cname.length; i += 1) bytes[REPORT_BYTES + 10 + i] = cname.charCodeAt(i);
  return bytes;
}
