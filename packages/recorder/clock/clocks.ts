/** The two clocks of the machine, handed in, so that tests own time. */

/** Both are read only, and cheap. */
export interface Clocks {
  /** Never steps and never slews by much: ms since some start of its own. */
  readonly monotonicMs: () => number;
  /** What the machine takes for UTC: stepped and slewed by NTP and by people. */
  readonly systemUnixMs: () => number;
}

/** For composition roots. */
export const machineClocks: Clocks = {
  monotonicMs: () => performance.now(),
  systemUnixMs: () => Date.now(),
};
