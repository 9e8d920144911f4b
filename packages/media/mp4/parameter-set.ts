/** A parameter set in a configuration record: behind its length in 16 bits, and what the record repeats from it. */
import { BitReader, BitstreamError } from '../bytes/index.ts';
import type { BoxWriter } from './box-writer.ts';

/** @throws TypeError for a set that is empty or too long to be counted */
export function writeParameterSet(writer: BoxWriter, nalUnit: Uint8Array): void {
  if (nalUnit.length === 0 || nalUnit.length > 0xffff) {
    throw new TypeError(`parameterSets: a set of ${nalUnit.length} bytes`);
  }
  writer.u16(nalUnit.length);
  writer.bytes(nalUnit);
}

/**
 * What `read` finds in a set behind its NAL unit header. Parsing sets as such belongs to `codec`.
 * @throws TypeError where the bits end too early or make no sense
 */
export function readParameterSet<T>(
  nalUnit: Uint8Array,
  headerBytes: number,
  read: (bits: BitReader) => T,
): T {
  try {
    return read(new BitReader(nalUnit, { startByte: headerBytes, emulationPrevention: true }));
  } catch (error) {
    if (!(error instanceof BitstreamError)) throw error;
    throw new TypeError(`parameterSets: ${error.message}`, { cause: error });
  }
}
