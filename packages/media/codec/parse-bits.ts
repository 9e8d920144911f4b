/** Runs a parser over bits and turns the end of the bits into the codec's own answer. */
import { BitstreamError } from '../bytes/index.ts';
import { CodecError } from './codec-error.ts';

/** @param what names the thing parsed in the message, e.g. `H.264 SPS` */
export function parseBits<T>(what: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (error instanceof BitstreamError) throw new CodecError(error.code, `${what}: ${error.message}`, error);
    throw error;
  }
}

/** As the parser, but null where the bits end or make no sense. */
export function tryParse<T>(parse: () => T): T | null {
  try {
    return parse();
  } catch (error) {
    if (error instanceof BitstreamError || error instanceof CodecError) return null;
    throw error;
  }
}
