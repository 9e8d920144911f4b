/** What each `fuzz-targets.ts` lists: readers of bytes from outside, run by `npm run fuzz` with millions of inputs, and shortly by the tests. */

/** One reader under the name by which a finding is reported. */
export interface FuzzTarget {
  readonly name: string;
  /** Must return for every input within milliseconds, also where it refuses; what it throws is a finding. `bytes` is not kept. */
  readonly run: (bytes: Uint8Array) => void;
  /** Inputs that get far, to be mutated; without any all inputs are random. */
  readonly seeds: readonly Uint8Array[];
}
