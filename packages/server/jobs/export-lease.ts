/**
 * Keeps an export's segments from retention while they are read, and has the camera's chain signed up to now: what is handed out is
 * proved by a head of that moment. Without the recorder nobody deletes, and nothing new is there to sign.
 */
import type { RecorderLink } from '../live/recorder-link.ts';
import { RecorderAwayError } from '../live/recorder-link.ts';
import { describeError, type Log } from '../log/log.ts';

/** Of one camera; the same `leaseId` again extends it. */
export interface LeasedSpan {
  readonly leaseId: string;
  readonly cameraId: string;
  readonly startUnixMs: number;
  readonly endUnixMs: number;
  readonly expiresUnixMs: number;
}

/** Takes and gives back leases; a refusal is logged and never stops an export. */
export class ExportLeases {
  readonly #link: RecorderLink;
  readonly #log: Log;

  constructor(link: RecorderLink, log: Log) {
    this.#link = link;
    this.#log = log;
  }

  /** Never throws. A recorder that is away is told when it comes back: see ExportJobs.leaseAgain. */
  async take(span: LeasedSpan): Promise<void> {
    try {
      await this.#link.command({ command: 'lease', ...span });
      await this.#link.command({ command: 'sign-heads', cameraId: span.cameraId });
    } catch (error) {
      this.#say(error, 'segments of an export could not be leased, or its chain not be signed');
    }
  }

  /** Never throws: a lease that stays ends by itself. */
  async release(leaseId: string): Promise<void> {
    try {
      await this.#link.command({ command: 'release', leaseId });
    } catch (error) {
      this.#say(error, 'a lease could not be released');
    }
  }

  #say(error: unknown, message: string): void {
    if (!(error instanceof RecorderAwayError)) this.#log('warn', message, { error: describeError(error) });
  }
}
