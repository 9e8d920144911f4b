/** Time as the parts behind a volume's queue have it: handed to them. */

/** An instant, as each command carries it: nothing behind the queue has a clock. */
export interface VolumeTime {
  /** Site time. */
  readonly unixMs: number;
  readonly monotonicMs: number;
}
