/** An access unit that has its place in decoding order: what a fragment is made of. */
export interface Sample {
  /** Decode time in ticks of the stream's timescale (`tfdt` counts these). */
  readonly dtsTicks: number;
  /** Presentation minus decode time; never negative. */
  readonly compositionOffsetTicks: number;
  readonly durationTicks: number;
  readonly sizeBytes: number;
  readonly sync: boolean;
  readonly leading: boolean;
  readonly disposable: boolean;
}
