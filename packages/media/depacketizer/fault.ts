/**
 * What cameras do wrong, as data: a count for each kind and the packet where it was seen first, so that a log can
 * say it once per stream and kind. Not for refusals (`refusal.ts`) and not for loss (`AccessUnit.lostPackets`).
 */

/** Every kind of fault a depacketizer tolerates; the head comments of the payload formats say what is done. */
export const FAULT_KINDS = [
  'payload-empty',
  'payload-truncated',
  'nal-empty',
  'nal-forbidden-bit',
  'nal-too-large',
  'start-code-inside',
  'aggregation-truncated',
  'packet-type-unsupported',
  'fragment-without-start',
  'fragment-without-end',
  'fragment-single',
  'fragment-type-changed',
  'fragment-time-changed',
  'picture-time-changed',
  'marker-early',
  'marker-missing',
  'slice-after-unit',
  'unit-too-large',
  'unit-too-many-nals',
  'parameter-set-invalid',
  'parameter-set-missing',
  'slice-header-invalid',
  'au-header-invalid',
  'au-size-mismatch',
] as const;

/** One of `FAULT_KINDS`. */
export type FaultKind = (typeof FAULT_KINDS)[number];

/** One kind of fault in one stream, counted over the life of its depacketizer. */
export interface Fault {
  readonly kind: FaultKind;
  readonly count: number;
  /** The packet in which it was seen first; null: in SDP. */
  readonly firstSequenceNumber: number | null;
}

/** Counts by kind; as many entries as there are kinds, whatever a camera sends. */
export class FaultLedger {
  readonly #byKind = new Map<FaultKind, Fault>();

  /** @param sequenceNumber of the packet that shows it; null: seen in SDP */
  note(kind: FaultKind, sequenceNumber: number | null): void {
    const known = this.#byKind.get(kind);
    this.#byKind.set(kind, {
      kind,
      count: (known?.count ?? 0) + 1,
      firstSequenceNumber: known === undefined ? sequenceNumber : known.firstSequenceNumber,
    });
  }

  count(kind: FaultKind): number {
    return this.#byKind.get(kind)?.count ?? 0;
  }

  /** In the order in which the kinds were first seen. */
  list(): readonly Fault[] {
    return [...this.#byKind.values()];
  }
}
