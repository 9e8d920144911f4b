/** A parameter set in a configuration record: behind its length in 16 bits. What the record repeats from it `codec` reads. */
import { CodecError } from '../codec/codec-error.ts';
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
 * The set, parsed by the codec's parser.
 * @throws TypeError where the codec refuses it: a format with such a set should not have been made
 */
export function parseParameterSet<T>(nalUnit: Uint8Array, parse: (nalUnit: Uint8Array) => T): T {
  try {
    return parse(nalUnit);
  } catch (error) {
    if (!(error instanceof CodecError)) throw error;
    throw new TypeError(`parameterSets: ${error.message}`, { cause: error });
  }
}
