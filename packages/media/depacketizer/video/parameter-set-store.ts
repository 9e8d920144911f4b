/** Parameter sets of one kind by id: owned copies of their bytes beside what was parsed of them. */
import { sameBytes } from '../../bytes/index.ts';
import { CodecError } from '../../codec/codec-error.ts';
import { withoutTrailingZeros } from '../../codec/nal-limits.ts';
import { MAX_PARAMETER_SET_BYTES } from './limits.ts';

/** A parameter set as it came, without start code or length, and its fields. */
export interface StoredSet<Parsed> {
  readonly bytes: Uint8Array;
  readonly parsed: Parsed;
}

/** At most as many sets as ids that the parser lets through (32 to 256). */
export class ParameterSetStore<Parsed extends { readonly id: number }> {
  readonly #parse: (nal: Uint8Array) => Parsed;
  readonly #byId = new Map<number, StoredSet<Parsed>>();

  /** @param parse throws CodecError */
  constructor(parse: (nal: Uint8Array) => Parsed) {
    this.#parse = parse;
  }

  /**
   * True: the set is new or differs from the one with its id. Zero bytes behind the end make no difference.
   * @throws CodecError where it is too large or the parser refuses it; the set with the id stays
   */
  put(nal: Uint8Array): boolean {
    const bytes = withoutTrailingZeros(nal);
    if (bytes.length > MAX_PARAMETER_SET_BYTES) {
      throw new CodecError('out-of-range', `a parameter set of ${bytes.length} bytes`);
    }
    // The same sets come with every sync picture: compare before parsing.
    for (const stored of this.#byId.values()) if (sameBytes(stored.bytes, bytes)) return false;
    const parsed = this.#parse(bytes);
    this.#byId.set(parsed.id, { bytes: bytes.slice(), parsed });
    return true;
  }

  get(id: number): StoredSet<Parsed> | null {
    return this.#byId.get(id) ?? null;
  }

  /** `first` in front, the others by id, at most `maximum`. */
  list(first: number, maximum: number): StoredSet<Parsed>[] {
    const ids = [...this.#byId.keys()].sort(
      (left, right) => Number(right === first) - Number(left === first) || left - right,
    );
    return ids.slice(0, maximum).flatMap((id) => this.#byId.get(id) ?? []);
  }
}
