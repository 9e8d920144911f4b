export { parseRtpPacket } from './packet.ts';
export { ReorderBuffer } from './reorder-buffer.ts';
export { parseRtcp, type ReceptionFacts, writeReceiverReport } from './rtcp.ts';
export { SequenceTracker } from './sequence-tracker.ts';
export { TimestampUnwrapper } from './timestamp-unwrapper.ts';
