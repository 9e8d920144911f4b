/**
 * Parameter sets in SDP: base64, separated by commas.
 *
 * Tolerated, each a fault in the ledger: what isn't base64 (`parameter-set-invalid`), empty entries (silently), start
 * codes in front (`start-code-inside`; sprop-parameter-sets=AAAAAUdNAB+Z..., seen in moonfire-nvr issue 213).
 */
import { decodeBase64 } from '../../bytes/index.ts';
import type { FaultLedger } from '../fault.ts';
import { beginsWithStartCode, splitAtStartCodes } from './start-codes.ts';

/** More sets than any camera announces; bounds a hostile SDP. */
const MAX_SETS = 64;

/** @param text null: the parameter is absent */
export function parseSprop(text: string | null, faults: FaultLedger): Uint8Array[] {
  if (text === null) return [];
  const sets: Uint8Array[] = [];
  for (const entry of text.split(',', MAX_SETS)) {
    const trimmed = entry.trim();
    if (trimmed === '') continue;
    const bytes = decodeBase64(trimmed);
    if (bytes === null) faults.note('parameter-set-invalid', null);
    else if (beginsWithStartCode(bytes)) {
      faults.note('start-code-inside', null);
      sets.push(...splitAtStartCodes(bytes));
    } else sets.push(bytes);
  }
  return sets;
}
