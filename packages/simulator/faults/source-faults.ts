/** What a scripted camera does wrong in time and content: sources around sources, to be combined as needed. */
import type { MediaSource, SourceUnit, UnitSink } from '../source/media-source.ts';

/**
 * From unit `atUnit` of the pictures on, all media time is `byMs` later (or earlier). `behindKeyFrame`: from the next one that follows a key frame;
 * where the clock jumps with a key frame nothing is lost, and no hole is recorded.
 */
export function jumpClock(
  source: MediaSource,
  fault: { readonly atUnit: number; readonly byMs: number; readonly behindKeyFrame?: boolean },
): MediaSource {
  let jumped = false;
  let isBehindKeyFrame = false;
  return changeUnits(source, (unit, sink) => {
    const clockRateHz = source.tracks[unit.trackIndex]?.clockRateHz ?? 0;
    if (isPicture(source, unit)) {
      jumped ||= unit.unitNumber >= fault.atUnit && (fault.behindKeyFrame !== true || isBehindKeyFrame);
      isBehindKeyFrame = unit.sync;
    }
    sink(
      jumped ? { ...unit, ptsTicks: unit.ptsTicks + Math.round((fault.byMs * clockRateHz) / 1000) } : unit,
    );
  });
}

/** From picture `atUnit` on every second one that is no key frame is left out. */
export function halveFrameRate(source: MediaSource, fault: { readonly atUnit: number }): MediaSource {
  return changeUnits(source, (unit, sink) => {
    const leavesOut =
      isPicture(source, unit) && unit.unitNumber >= fault.atUnit && !unit.sync && unit.unitNumber % 2 === 1;
    if (!leavesOut) sink(unit);
  });
}

/** With picture `atUnit` everything is held back for `silenceMs`, and then comes at once. */
export function silenceThenBurst(
  source: MediaSource,
  fault: { readonly atUnit: number; readonly silenceMs: number },
): MediaSource {
  let held: { readonly unit: SourceUnit; readonly sink: UnitSink }[] | null = null;
  let isOver = false;
  return changeUnits(source, (unit, sink) => {
    if (!isOver && held === null && isPicture(source, unit) && unit.unitNumber >= fault.atUnit) {
      held = [];
      setTimeout(() => {
        const waiting = held ?? [];
        isOver = true;
        held = null;
        for (const late of waiting) late.sink(late.unit);
      }, fault.silenceMs);
    }
    if (held === null) sink(unit);
    else held.push({ unit, sink });
  });
}

/**
 * With picture `atUnit` of the first source the second takes its place, at its own beginning: new parameter sets or a
 * new size in-band, media time running on. SDP keeps telling of the first.
 */
export function switchSource(
  first: MediaSource,
  second: MediaSource,
  fault: { readonly atUnit: number },
): MediaSource {
  return {
    tracks: first.tracks,
    subscribe(sink) {
      let endSecond: (() => void) | null = null;
      const endFirst = first.subscribe((unit) => {
        if (endSecond !== null) return;
        if (!isPicture(first, unit) || unit.unitNumber < fault.atUnit) {
          sink(unit);
          return;
        }
        let shiftTicks: number | null = null;
        endSecond = second.subscribe((next) => {
          shiftTicks ??= unit.ptsTicks - next.ptsTicks;
          sink({ ...next, ptsTicks: next.ptsTicks + shiftTicks });
        });
      });
      return () => {
        endFirst();
        endSecond?.();
      };
    },
    close() {
      first.close();
      second.close();
    },
  };
}

function isPicture(source: MediaSource, unit: SourceUnit): boolean {
  return source.tracks[unit.trackIndex]?.format.kind === 'video';
}

function changeUnits(source: MediaSource, change: (unit: SourceUnit, sink: UnitSink) => void): MediaSource {
  return {
    tracks: source.tracks,
    subscribe: (sink) => source.subscribe((unit) => change(unit, sink)),
    close: () => source.close(),
  };
}
