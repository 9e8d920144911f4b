/** A parameter set in a configuration record: behind its length in 16 bits. */
import type { BoxWriter } from './box-writer.ts';

/** @throws TypeError for a set that is empty or too long to be counted */
export function writeParameterSet(writer: BoxWriter, nalUnit: Uint8Array): void {
  if (nalUnit.length === 0 || nalUnit.length > 0xffff) {
    throw new TypeError(`parameterSets: a set of ${nalUnit.length} bytes`);
  }
  writer.u16(nalUnit.length);
  writer.bytes(nalUnit);
}
