export { parseRtpPacket, type RtpPacket, type RtpPacketProblem } from './packet.ts';
export { ReorderBuffer } from './reorder-buffer.ts';
export {
  parseRtcp,
  type ReceptionFacts,
  type RtcpPacket,
  type SenderReport,
  writeReceiverReport,
} from './rtcp.ts';
export { SequenceTracker, type SequenceVerdict } from './sequence-tracker.ts';
export { TimestampUnwrapper } from './timestamp-unwrapper.ts';
