/** Inputs from outside that this folder reads: for the fuzzer. */
import { parseRtpPacket } from './packet.ts';
import { ReorderBuffer } from './reorder-buffer.ts';
import { parseRtcp } from './rtcp.ts';
import { SequenceTracker } from './sequence-tracker.ts';

/** Each takes any bytes and must return. */
export const fuzzTargets = [
  { name: 'rtp', run: (bytes: Uint8Array): void => void parseRtpPacket(bytes) },
  { name: 'rtcp', run: (bytes: Uint8Array): void => void parseRtcp(bytes) },
  {
    name: 'reorder',
    /** Each pair of bytes is a sequence number. */
    run: (bytes: Uint8Array): void => {
      const tracker = new SequenceTracker();
      const buffer = new ReorderBuffer(
        (packet) => void tracker.accept(((packet[0] ?? 0) << 8) | (packet[1] ?? 0)),
      );
      for (let at = 0; at + 2 <= bytes.length; at += 2) {
        const packet = bytes.subarray(at, at + 2);
        buffer.push(((packet[0] ?? 0) << 8) | (packet[1] ?? 0), packet, at);
      }
      buffer.flush();
      if (buffer.heldCount !== 0) throw new Error('the reorder buffer kept packets after a flush');
    },
  },
] as const;
