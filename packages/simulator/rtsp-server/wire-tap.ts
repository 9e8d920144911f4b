/** Hears what a simulated camera put onto the wire, for comparison bit by bit. */
import type { SourceUnit } from '../source/media-source.ts';

/** What a test wants to hear; each is called while the server sends, so it has to be quick. */
export interface WireTap {
  /** A unit was handed to a viewer's transport, whole or with what faults left of it. */
  unit?(path: string, sessionId: string, unit: SourceUnit): void;
  /** One RTP packet as sent, from its RTP header on; valid during the call only. */
  packet?(path: string, sessionId: string, trackIndex: number, packet: Uint8Array): void;
  /** A unit was left out for a viewer that reads too slowly. */
  skipped?(path: string, sessionId: string, unit: SourceUnit): void;
}
