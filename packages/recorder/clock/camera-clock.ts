/**
 * What a camera takes for the time, observed from its sender reports: its offset against site time and its drift. Only
 * observed and kept; no footage is stamped by it.
 */

/** Reports come every few seconds; of a minute the one with the least delay counts. */
const POINT_MS = 60_000;
/** Two hours of points: long enough to see 1 ppm, short enough to follow temperature. */
const MAX_POINTS = 120;
const MIN_POINTS_FOR_DRIFT = 10;
/** A change beyond this within a point is the camera setting its clock, not drift. */
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
  #reading: CameraClockReading | null = null;

  /** A sender report said `cameraUnixMs` and came in at `arrivalUnixMs` of site time. */
  observe(cameraUnixMs: number, arrivalUnixMs: number): void {
    const point = { atUnixMs: arrivalUnixMs, offsetMs: cameraUnixMs - arrivalUnixMs };
    if (this.#best !== null && Math.abs(point.offsetMs - this.#best.offsetMs) > SET_THRESHOLD_MS) {
      this.#points = [];
      this.#best = null;
    }
    if (this.#best !== null && arrivalUnixMs - this.#pointStartUnixMs >= POINT_MS) {
      this.#points.push(this.#best);
      if (this.#points.length > MAX_POINTS) {
        this.#points.shift();
      }
      this.#best = null;
    }
    if (this.#best === null) {
      this.#pointStartUnixMs = arrivalUnixMs;
      this.#best = point;
    } else if (point.offsetMs > this.#best.offsetMs) {
      this.#best = point;
    }
    this.#reading = {
      offsetMs: Math.round(this.#best.offsetMs * 10) / 10,
      driftPpm: driftPpm(this.#points),
      atUnixMs: Math.round(arrivalUnixMs),
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
