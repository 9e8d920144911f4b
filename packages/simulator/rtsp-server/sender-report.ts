/** RTCP sender report with a CNAME (RFC 3550, 6.4.1 and 6.5). */

/** Seconds from 1900, where NTP begins, to 1970. */
const NTP_EPOCH_SECONDS = 2_208_988_800;
const CNAME = 'camera';

/** The facts of one report; counts are of this viewer's session. */
export interface SenderReport {
  readonly ssrc: number;
  /** The same instant by the wall clock and by RTP. */
  readonly wallUnixMs: number;
  readonly rtpTime: number;
  readonly packetCount: number;
  readonly octetCount: number;
}

/** One compound RTCP packet, without interleaved header. */
export function writeSenderReport(report: SenderReport): Uint8Array {
  const sdesWords = 2 + Math.ceil((2 + CNAME.length + 1) / 4);
  const bytes = new Uint8Array(28 + sdesWords * 4);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, 0x80c8);
  view.setUint16(2, 6);
  view.setUint32(4, report.ssrc);
  const seconds = Math.floor(report.wallUnixMs / 1000);
  view.setUint32(8, (seconds + NTP_EPOCH_SECONDS) >>> 0);
  view.setUint32(12, Math.floor(((report.wallUnixMs - seconds * 1000) / 1000) * 0x1_0000_0000) >>> 0);
  view.setUint32(16, report.rtpTime >>> 0);
  view.setUint32(20, report.packetCount >>> 0);
  view.setUint32(24, report.octetCount >>> 0);
  view.setUint16(28, 0x81ca);
  view.setUint16(30, sdesWords - 1);
  view.setUint32(32, report.ssrc);
  bytes[36] = 1;
  bytes[37] = CNAME.length;
  for (let i = 0; i < CNAME.length; i += 1) bytes[38 + i] = CNAME.charCodeAt(i);
  return bytes;
}
