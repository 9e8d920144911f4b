/**
 * Decode times from presentation times, which come in decoding order (RTP carries no others).
 *
 * With a reorder depth d the decode time of unit i is the (i - d)-th smallest presentation time so far: the smallest of
 * the d + 1 largest. That never exceeds the unit's own presentation time as long as no unit is passed by more than d
 * later ones, needs no look-ahead, and gives exactly the times of the pictures, delayed. The first d units have no such
 * time and are put in front, a frame apart, with room for leading pictures where the first unit may have them.
 *
 * The depth is that of the parameter sets; where they are silent it starts at 0 and is learned from picture order
 * counts (or, without them, from presentation times that step back a little). A raise can't happen inside a run, as
 * decode times already given would lie too late: a new run is asked for.
 *
 * Times that stand still or step back without a picture having been passed are the camera's fault: up to
 * MAX_MOVED_SECONDS the unit is put one tick behind its predecessor and `movedTicks` says so, which the recorder
 * counts among the stream's faults; beyond, a new run.
 */
import { MAX_REORDER_DEPTH } from '../codec/nal-limits.ts';
import { PictureOrderWatch } from './picture-order-watch.ts';
import type { NewRunReason, Placement } from './placement.ts';

/** A hole longer than this ends the run: players stall on it, and `tfdt` of a run should be close to wall time. */
export const MAX_HOLE_SECONDS = 10;

/** A step back costs a GOP where it ends the run; up to a second of pictures a tick apart is the smaller harm. */
export const MAX_MOVED_SECONDS = 1;

/** First raise from 0: a pyramid of three B pictures shows only one passed picture at first and two soon after. */
export const FIRST_RAISED_DEPTH = 2;

/** Frames of room before the first unit for leading pictures: x264 puts 3 between two others by default, x265 4. */
const LEADING_FRAMES = 8;

/** Between padded units where no frame duration is declared. */
const PADDING_SECONDS = 0.1;

/** What is known of the stream before its first unit. */
export interface DecodeOrderOptions {
  readonly timescale: number;
  /** Null: unknown, learned. */
  readonly reorderDepth: number | null;
  readonly declaredFrameTicks: number | null;
}

/** What ordering needs to know of an access unit, in decoding order. */
export interface OrderedUnit {
  readonly ptsTicks: number;
  /** Null or absent: unknown. */
  readonly pictureOrderCount?: number | null;
  readonly startsOrder?: boolean;
  /** Pictures that come before this one in output may follow it; absent: they may. Read of the first unit. */
  readonly leadingMayFollow?: boolean;
}

/** The order of one run: units are placed until one asks for a new run. */
export class DecodeOrder {
  /** In force; 0 where it is unknown. */
  readonly reorderDepth: number;
  readonly #knownDepth: boolean;
  readonly #maxHoleTicks: number;
  readonly #maxMovedTicks: number;
  readonly #paddingTicks: number;
  readonly #watch = new PictureOrderWatch();
  /** The reorderDepth + 1 largest presentation times, ascending. */
  readonly #largest: number[] = [];
  #placedUnits = 0;
  /** Padded units end a frame before this. */
  #paddedEndTicks = 0;
  #lastDtsTicks = Number.NEGATIVE_INFINITY;

  constructor(options: DecodeOrderOptions) {
    const depth = options.reorderDepth;
    if (depth !== null && !(Number.isInteger(depth) && depth >= 0 && depth <= MAX_REORDER_DEPTH)) {
      throw new TypeError(`reorderDepth must be an integer from 0 to ${MAX_REORDER_DEPTH}, got ${depth}`);
    }
    if (!(options.timescale > 0)) throw new TypeError(`timescale must be positive, got ${options.timescale}`);
    this.reorderDepth = depth ?? 0;
    this.#knownDepth = depth !== null;
    this.#maxHoleTicks = MAX_HOLE_SECONDS * options.timescale;
    this.#maxMovedTicks = MAX_MOVED_SECONDS * options.timescale;
    const padding = options.declaredFrameTicks ?? Math.round(PADDING_SECONDS * options.timescale);
    this.#paddingTicks = Math.max(1, Math.min(padding, options.timescale));
  }

  /** Units in decoding order. After `new-run` the order is at its end: make another. */
  place(unit: OrderedUnit): Placement {
    if (!Number.isSafeInteger(unit.ptsTicks))
      throw new TypeError(`ptsTicks must be an integer, got ${unit.ptsTicks}`);
    const latest = this.#largest.at(-1);
    const order = unit.pictureOrderCount ?? null;
    let passed = this.#watch.passed(order, unit.startsOrder ?? false);
    if (passed !== null && passed > this.reorderDepth) {
      if (latest === undefined || unit.ptsTicks < latest) return this.#newRun('reorder-depth-raised', passed);
      // Shown last, whatever its count says: the picture that started order anew was lost.
      passed = this.#watch.passed(order, true);
    }
    if (latest === undefined) {
      const room = (unit.leadingMayFollow ?? true) ? LEADING_FRAMES * this.#paddingTicks : 0;
      this.#paddedEndTicks = unit.ptsTicks - room;
    } else if (unit.ptsTicks - latest > this.#maxHoleTicks) return this.#newRun('time-jumped-ahead', 0);
    else if (latest - unit.ptsTicks > this.#maxHoleTicks) return this.#newRun('time-jumped-back', 0);

    let ptsTicks = unit.ptsTicks;
    if (ptsTicks <= this.#lastDtsTicks) {
      const steppedBack = latest !== undefined && ptsTicks < latest;
      // Without order counts a step back is a passed picture, unless the parameter sets rule it out.
      if (passed === null && steppedBack && !this.#knownDepth && latest - ptsTicks <= this.#maxMovedTicks) {
        return this.#newRun('reorder-depth-raised', 1);
      }
      if (this.#lastDtsTicks + 1 - ptsTicks > this.#maxMovedTicks) return this.#newRun('time-jumped-back', 0);
      ptsTicks = this.#lastDtsTicks + 1;
    }
    return this.#put(ptsTicks, ptsTicks - unit.ptsTicks);
  }

  #put(ptsTicks: number, movedTicks: number): Placement {
    this.#insert(ptsTicks);
    const index = this.#placedUnits;
    const depth = this.reorderDepth;
    const wanted =
      index < depth
        ? this.#paddedEndTicks - (depth - index) * this.#paddingTicks
        : (this.#largest[0] ?? ptsTicks);
    const dtsTicks = Math.max(Math.min(wanted, ptsTicks), this.#lastDtsTicks + 1);
    this.#placedUnits += 1;
    this.#lastDtsTicks = dtsTicks;
    return { kind: 'placed', dtsTicks, compositionOffsetTicks: ptsTicks - dtsTicks, movedTicks };
  }

  #insert(ptsTicks: number): void {
    const largest = this.#largest;
    let position = largest.length;
    while (position > 0 && (largest[position - 1] ?? 0) > ptsTicks) position -= 1;
    largest.splice(position, 0, ptsTicks);
    if (largest.length > this.reorderDepth + 1) largest.shift();
  }

  #newRun(reason: NewRunReason, passed: number): Placement {
    const raised = passed > this.reorderDepth;
    const depth = raised
      ? Math.min(MAX_REORDER_DEPTH, Math.max(passed, FIRST_RAISED_DEPTH, this.reorderDepth + 1))
      : this.reorderDepth;
    return { kind: 'new-run', reason, reorderDepth: raised || this.#knownDepth ? depth : null };
  }
}
