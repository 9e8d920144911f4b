/** What a bench of the web application is: a size, and a run that publishes its report. */
import type { Browser } from 'playwright-core';
import type { ArchiveSite } from './archive-site.ts';

export interface BenchRun {
  /** In the bench's own unit. */
  readonly size: number;
  /** Proves nothing: everything is as small as possible. */
  readonly short: boolean;
  readonly browser: Browser;
  /** Empty at first, deleted at the end. */
  readonly folder: string;
  /** Ends what the bench began: the last first, whichever way it ends. */
  readonly onEnd: (end: () => Promise<void>) => void;
  /** The archive of 30 days of 16 cameras; made once for all benches of a run. */
  readonly archive: () => Promise<ArchiveSite>;
}

export interface WebBench {
  /** What `size` counts. */
  readonly unit: string;
  readonly full: number;
  readonly short: number;
  readonly run: (bench: BenchRun) => Promise<void>;
}
