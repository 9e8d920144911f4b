/** Inputs from outside that this folder reads: for the fuzzer. */
import { decodeHex, type FuzzTarget } from '../bytes/index.ts';
import { parseRtpPacket } from './packet.ts';
import { ReorderBuffer } from './reorder-buffer.ts';
import { parseRtcp } from './rtcp.ts';
import { SequenceTracker } from './sequence-tracker.ts';

/** Beginnings that get past the first checks: RTP with everything, a compound of reports, numbers around the wrap. */
const seeds = [
  'b260000100000001000000070000000100000002beadeabede0001aabbccdd0102030400000004',
  '80c8000600000001e40000008000000000000002000000030000000481cb000100000001',
  'fffe000000010002ffff00050004',
].map((hex) => decodeHex(hex) ?? new Uint8Array(0));

/** Each takes any bytes and must return. */
export const fuzzTargets: readonly FuzzTarget[] = [
  { name: 'rtp', run: (bytes) => void parseRtpPacket(bytes), seeds },
  { name: 'rtcp', run: (bytes) => void parseRtcp(bytes), seeds },
  {
    name: 'reorder',
    seeds,
    /** Each pair of bytes is a sequence number. */
    run: (bytes) => {
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
];
