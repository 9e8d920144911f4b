/**
 * What a camera takes for the time, observed from its sender reports: its offset against site time and its drift. Only
 * observed and kept; no footage is stamped by it.
 */

/** Reports come every few seconds; of a minute the one with the least delay counts. */
const POINT_MS = 60_000;
/** Two hours of points: long enough to see 1 ppm, short enough to follow temperature. */
const MAX_POINTS = 120;
const MIN_POINTS_FOR_DRIFT = 10;
/** A change beyond this within a point is the camera setting its clock, not drift; or, backwards, a report that is late. */
const SET_THRESHOLD_MS = 500;

/** The newest observation. */
export interface CameraClockReading {
  /** Camera clock minus site clock. */
  readonly offsetMs: number;
  /** Of the camera's clock against the site's; null before ten minutes have been seen. */
  readonly driftPpm: number | null;
  readonly atUnixMs: number;
}

interface Point {
  readonly atUnixMs: number;
  readonly offsetMs: number;
}

/** One for each stream; outlives connections. */
export class CameraClock {
  #points: Point[] = [];
  /** Best of the minute so far. A report is late, never early: the greatest offset is the truest. */
  #best: Point | null = null;
  #pointStartUnixMs = 0;
  /** The best of reports that were all too low: late ones, or a clock that was set back. Null: the newest one was not. */
  #low: { readonly startUnixMs: number; readonly best: Point } | null = null;
  #reading: CameraClockReading | null = null;

  /** A sender report said `cameraUnixMs` and came in at `arrivalUnixMs` of site time. */
  observe(cameraUnixMs: number, arrivalUnixMs: number): void {
    const point = { atUnixMs: arrivalUnixMs, offsetMs: cameraUnixMs - arrivalUnixMs };
    const change = this.#best === null ? 0 : point.offsetMs - this.#reference(this.#best);
    if (change < -SET_THRESHOLD_MS) {
      this.#observeLow(point);
      return;
    }
    this.#low = null;
    if (change > SET_THRESHOLD_MS) {
      // No report is early: the clock was set.
      this.#beginSeries(point, arrivalUnixMs);
    } else {
      this.#observeNear(point);
    }
    this.#tell(point);
  }

  /** What the next report is compared with: a point's first report may be late itself. */
  #reference(best: Point): number {
    return Math.max(best.offsetMs, this.#points.at(-1)?.offsetMs ?? best.offsetMs);
  }

  /** One that is late says nothing; a clock that was set back stays there. */
  #observeLow(point: Point): void {
    const { startUnixMs, best } = this.#low ?? { startUnixMs: point.atUnixMs, best: point };
    this.#low = { startUnixMs, best: point.offsetMs > best.offsetMs ? point : best };
    if (point.atUnixMs - startUnixMs >= POINT_MS) {
      this.#beginSeries(this.#low.best, startUnixMs);
      this.#low = null;
      this.#tell(point);
    }
  }

  #beginSeries(first: Point, startUnixMs: number): void {
    this.#points = [];
    this.#best = first;
    this.#pointStartUnixMs = startUnixMs;
  }

  #observeNear(point: Point): void {
    if (this.#best !== null && point.atUnixMs - this.#pointStartUnixMs >= POINT_MS) {
      this.#points.push(this.#best);
      if (this.#points.length > MAX_POINTS) {
        this.#points.shift();
      }
      this.#best = null;
    }
    if (this.#best === null) {
      this.#pointStartUnixMs = point.atUnixMs;
      this.#best = point;
    } else if (point.offsetMs > this.#best.offsetMs) {
      this.#best = point;
    }
  }

  #tell(newest: Point): void {
    this.#reading = {
      offsetMs: Math.round((this.#best ?? newest).offsetMs * 10) / 10,
      driftPpm: driftPpm(this.#points),
      atUnixMs: Math.round(newest.atUnixMs),
    };
  }

  /** Null as long as the camera sent no report with a time in it. */
  get reading(): CameraClockReading | null {
    return this.#reading;
  }
}

/** Least squares; offset in ms over time in ms. */
function driftPpm(points: readonly Point[]): number | null {
  if (points.length < MIN_POINTS_FOR_DRIFT) {
    return null;
  }
  const originUnixMs = points[0]?.atUnixMs ?? 0;
  let [sumX, sumY, sumXX, sumXY] = [0, 0, 0, 0];
  for (const point of points) {
    const x = point.atUnixMs - originUnixMs;
    sumX += x;
    sumY += point.offsetMs;
    sumXX += x * x;
    sumXY += x * point.offsetMs;
  }
  const spread = points.length * sumXX - sumX * sumX;
  return spread === 0 ? null : Math.round(((points.length * sumXY - sumX * sumY) / spread) * 1e7) / 10;
}
