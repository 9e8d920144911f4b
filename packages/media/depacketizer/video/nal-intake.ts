/**
 * The door between payload formats and the assembler: what isn't a NAL unit is dropped or mended here.
 *
 * Tolerated, each a fault:
 * - zero length (`nal-empty`): dropped,
 * - forbidden bit set (`nal-forbidden-bit`): dropped, as the sender says that it is damaged,
 * - start codes of Annex B in front of a NAL unit or between several in one (`start-code-inside`): V380
 *   HwV380E31_WF8_PTZ sends SPS, PPS and IDR picture as one FU-A under the SPS's header. Looked for in front of
 *   everything and inside what isn't a slice: a search of every slice would cost more than the rest of the way.
 * Zero bytes behind a NAL unit stay: samples are what came.
 */
import type { FaultLedger } from '../fault.ts';
import { MAX_UNIT_BYTES } from './limits.ts';
import { headOfNal, type Nal } from './nal.ts';
import type { PictureGrammar } from './picture-grammar.ts';
import { beginsWithStartCode, splitAtStartCodes } from './start-codes.ts';
import type { UnitAssembler } from './unit-assembler.ts';

/** Gives on views of what it takes; nothing is held between calls. */
export class NalIntake<Slice> {
  readonly #grammar: PictureGrammar<Slice>;
  readonly #assembler: UnitAssembler<Slice>;
  readonly #faults: FaultLedger;

  constructor(grammar: PictureGrammar<Slice>, assembler: UnitAssembler<Slice>, faults: FaultLedger) {
    this.#grammar = grammar;
    this.#assembler = assembler;
    this.#faults = faults;
  }

  take(nal: Nal): void {
    const first = nal.pieces[0]?.[0];
    if (first === undefined || nal.sizeBytes < this.#grammar.nalHeaderBytes) {
      this.#faults.note('nal-empty', nal.sequenceNumber);
      return;
    }
    if (nal.sizeBytes > MAX_UNIT_BYTES) {
      this.#faults.note('nal-too-large', nal.sequenceNumber);
      return;
    }
    if (first === 0 && beginsWithStartCode(headOfNal(nal, 4))) {
      this.#faults.note('start-code-inside', nal.sequenceNumber);
      this.#split(nal);
      return;
    }
    if (first >= 0x80) {
      this.#faults.note('nal-forbidden-bit', nal.sequenceNumber);
      return;
    }
    if (this.#grammar.kindOf(first) !== 'slice' && this.#split(nal)) return;
    this.#assembler.addNal(nal);
  }

  /** True: there were start codes, and what stood between them has been added. */
  #split(nal: Nal): boolean {
    const whole = headOfNal(nal, nal.sizeBytes);
    const parts = splitAtStartCodes(whole);
    if (parts.length < 2 && parts[0]?.length === whole.length) return false;
    if (!beginsWithStartCode(whole)) this.#faults.note('start-code-inside', nal.sequenceNumber);
    for (const part of parts) {
      if (part.length < this.#grammar.nalHeaderBytes) this.#faults.note('nal-empty', nal.sequenceNumber);
      else if ((part[0] ?? 0) >= 0x80) this.#faults.note('nal-forbidden-bit', nal.sequenceNumber);
      else this.#assembler.addNal({ ...nal, pieces: [part], sizeBytes: part.length });
    }
    return true;
  }
}
