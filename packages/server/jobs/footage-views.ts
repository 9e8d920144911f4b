/**
 * What was really looked at, into the audit log: of one session, purpose and camera, spans that touch are joined in memory and are one
 * entry when nothing came for a minute, at the latest after ten. A page that plays for an hour is six entries. A server that is killed
 * loses what it has not written, ten minutes at most.
 */
import { ViewedSpans } from '@matlang/domain';
import { purposeDetail, type StatedPurpose } from '../access/purposes.ts';
import { describeError, type Log } from '../log/log.ts';
import type { Requester, SiteContext } from '../site/site-context.ts';

/** Nothing more was looked at for so long: it is written. */
const REST_MS = 60_000;
/** It is written whatever still comes. */
const LONGEST_MS = 10 * 60_000;
const LOOK_EVERY_MS = 5000;
/** Of sessions, purposes and cameras at one time; some sixteen cameras for each of sixty people. */
const MAX_KEPT = 1024;
/** Whose entries the database does not take: beyond this they are said to be lost. */
const MAX_WAITING = 4096;
/** Others write in between. */
const ENTRIES_A_TRANSACTION = 50;

/** Who looks at what, and why. */
export interface View {
  readonly requester: Requester;
  /** Of a session, a token, or this machine's own user: see access/purposes. */
  readonly holder: string;
  readonly purpose: StatedPurpose;
  readonly cameraId: string;
}

/** To be told what is sent, as it is sent. */
export interface Viewing {
  /** Unix ms, the end excluded. */
  played(startUnixMs: number, endUnixMs: number): void;
  /** One picture, at its own instant. */
  still(unixMs: number): void;
}

interface Kept {
  readonly view: View;
  readonly spans: ViewedSpans;
  readonly firstMonotonicMs: number;
  lastMonotonicMs: number;
}

/** What it works with. */
export interface FootageViewsParts {
  readonly context: SiteContext;
  readonly log: Log;
  readonly monotonicMs: () => number;
}

/** One for a server. */
export class FootageViews {
  readonly #parts: FootageViewsParts;
  readonly #kept = new Map<string, Kept>();
  #waiting: Kept[] = [];
  #writing: Promise<void> | null = null;
  /** Said once, until it works again. */
  #failing = false;
  #timer: NodeJS.Timeout | null = null;

  constructor(parts: FootageViewsParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#timer = setInterval(() => void this.writeDue(), LOOK_EVERY_MS);
    this.#timer.unref();
  }

  /** Hand it to whatever sends pictures. */
  begin(view: View): Viewing {
    const { requester, holder, purpose, cameraId } = view;
    const key = JSON.stringify([holder, requester.address, purpose.purposeId, purpose.words, cameraId]);
    return {
      played: (startUnixMs, endUnixMs) => {
        if (endUnixMs > startUnixMs) this.#of(key, view).addPlayed({ startUnixMs, endUnixMs });
      },
      still: (unixMs) => this.#of(key, view).addStill(unixMs),
    };
  }

  /** What has rested, or has been kept for long enough. Never throws: what can't be written now is tried again. */
  async writeDue(): Promise<void> {
    const now = this.#parts.monotonicMs();
    for (const [key, { firstMonotonicMs, lastMonotonicMs }] of this.#kept)
      if (now - lastMonotonicMs >= REST_MS || now - firstMonotonicMs >= LONGEST_MS) this.#release(key);
    await this.#write();
  }

  /** At an ordered end of the server: all of it. */
  async end(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    for (const key of this.#kept.keys()) this.#release(key);
    await this.#writing;
    await this.#write();
    if (this.#waiting.length > 0) this.#lose(this.#waiting.length);
  }

  #of(key: string, view: View): ViewedSpans {
    const now = this.#parts.monotonicMs();
    const kept = this.#kept.get(key);
    if (kept !== undefined && !kept.spans.isFull && now - kept.firstMonotonicMs < LONGEST_MS) {
      kept.lastMonotonicMs = now;
      return kept.spans;
    }
    if (kept !== undefined) this.#release(key);
    else if (this.#kept.size >= MAX_KEPT) this.#releaseOldest();
    const spans = new ViewedSpans();
    this.#kept.set(key, { view, spans, firstMonotonicMs: now, lastMonotonicMs: now });
    return spans;
  }

  #releaseOldest(): void {
    // In the order of their first picture.
    const [oldest] = this.#kept.keys();
    if (oldest !== undefined) this.#release(oldest);
  }

  #release(key: string): void {
    const kept = this.#kept.get(key);
    if (kept === undefined) return;
    this.#kept.delete(key);
    this.#waiting.push(kept);
    if (this.#waiting.length > MAX_WAITING) {
      this.#waiting.shift();
      this.#lose(1);
    }
  }

  async #write(): Promise<void> {
    this.#writing ??= this.#writeWaiting().finally(() => {
      this.#writing = null;
    });
    await this.#writing;
  }

  async #writeWaiting(): Promise<void> {
    const { context, log } = this.#parts;
    while (this.#waiting.length > 0) {
      const some = this.#waiting.slice(0, ENTRIES_A_TRANSACTION);
      try {
        await context.database.transaction(async ({ audit }) => {
          for (const kept of some) await audit.append(this.#entryOf(kept));
        });
      } catch (error) {
        if (!this.#failing)
          log('warn', 'what was looked at waits for the audit log', { error: describeError(error) });
        this.#failing = true;
        return;
      }
      this.#failing = false;
      const written = new Set(some);
      this.#waiting = this.#waiting.filter((kept) => !written.has(kept));
    }
  }

  #entryOf({ view, spans: { played, stills } }: Kept) {
    const { requester, purpose, cameraId } = view;
    const { siteId, clock } = this.#parts.context;
    const all = [...played, ...stills];
    return {
      ...requester,
      siteId,
      atUnixMs: clock.nowUnixMs(),
      action: 'footage.viewed',
      subjectId: cameraId,
      detail: {
        ...purposeDetail(purpose),
        startUnixMs: Math.min(...all.map(({ startUnixMs }) => startUnixMs)),
        endUnixMs: Math.max(...all.map(({ endUnixMs }) => endUnixMs)),
        played,
        stills,
      },
    };
  }

  #lose(entries: number): void {
    this.#parts.log('error', 'what was looked at is not in the audit log', { entries });
  }
}
