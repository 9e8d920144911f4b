/**
 * What pointers do on a time line: a click plays from there, a drag moves it, two fingers and the wheel zoom; on the axis or the instant's line they
 * look for a picture and stand.
 */
import { type PointerEvent, type RefObject, useEffect, useRef } from 'react';
import { moved, toUnixMs, zoomed } from './time-scale.ts';
import type { TimelineLayout } from './timeline-layout.ts';
import { AXIS_HEIGHT } from './timeline-layout.ts';
import type { ViewStore } from './view-store.ts';

/** Less than this between press and release is a click. */
const CLICK_PIXELS = 5;
/** So close to the instant's line a pointer takes hold of it. */
const GRIP_PIXELS = 8;
const GRIP_PIXELS_TOUCH = 18;
/** A notch of a wheel (100) zooms by a quarter. */
const WHEEL_ZOOM = 400;
/** Two fingers closer than this zoom no further. */
const LEAST_PINCH_PIXELS = 12;

/** What the time line answers with. */
export interface PointerAnswers {
  readonly views: ViewStore;
  readonly layout: () => TimelineLayout;
  /** Pixels from the left of the instant's line. */
  readonly instantPixel: () => number;
  readonly onInstant: (unixMs: number) => void;
  readonly onPlayFrom: (unixMs: number) => void;
  readonly onScrub: (unixMs: number) => void;
  /** Null: the pointer is elsewhere. */
  readonly onHover: (place: { readonly x: number; readonly y: number } | null) => void;
}

interface Held {
  x: number;
  readonly startX: number;
  /** Looks for a picture, and moves nothing. */
  readonly scrubs: boolean;
  travelled: boolean;
}

/** Handlers for the element, and the wheel, which React would listen to passively. */
export function useTimelinePointer(
  element: RefObject<HTMLElement | null>,
  answers: PointerAnswers,
): {
  readonly onPointerDown: (event: PointerEvent) => void;
  readonly onPointerMove: (event: PointerEvent) => void;
  readonly onPointerUp: (event: PointerEvent) => void;
  readonly onPointerCancel: (event: PointerEvent) => void;
  readonly onPointerLeave: () => void;
} {
  const held = useRef(new Map<number, Held>());
  const latest = useRef(answers);
  latest.current = answers;
  useWheelZoom(element, latest);
  return {
    onPointerDown: (event) => {
      if (event.button !== 0) return;
      const { x, y } = placeOf(event);
      event.currentTarget.setPointerCapture(event.pointerId);
      const grip = event.pointerType === 'touch' ? GRIP_PIXELS_TOUCH : GRIP_PIXELS;
      const { instantPixel, onHover } = latest.current;
      const scrubs = held.current.size === 0 && (y < AXIS_HEIGHT || Math.abs(x - instantPixel()) <= grip);
      held.current.set(event.pointerId, { x, startX: x, scrubs, travelled: false });
      onHover(null);
    },
    onPointerMove: (event) => {
      const place = placeOf(event);
      const pointer = held.current.get(event.pointerId);
      if (pointer !== undefined) drag(pointer, place.x, held.current, latest.current);
      else if (event.pointerType !== 'touch') latest.current.onHover(place);
    },
    onPointerUp: (event) => {
      const pointer = held.current.get(event.pointerId);
      held.current.delete(event.pointerId);
      if (pointer === undefined || held.current.size > 0) return;
      const { onInstant, onPlayFrom } = latest.current;
      const instant = instantOf(latest.current, placeOf(event).x);
      if (pointer.scrubs) onInstant(instant);
      else if (!pointer.travelled) onPlayFrom(instant);
    },
    onPointerCancel: (event) => {
      const pointer = held.current.get(event.pointerId);
      held.current.delete(event.pointerId);
      if (pointer?.scrubs === true && pointer.travelled)
        latest.current.onInstant(instantOf(latest.current, pointer.x));
    },
    onPointerLeave: () => latest.current.onHover(null),
  };
}

function drag(pointer: Held, x: number, all: ReadonlyMap<number, Held>, answers: PointerAnswers): void {
  pointer.travelled ||= Math.abs(x - pointer.startX) >= CLICK_PIXELS;
  const { views } = answers;
  const { width, left } = answers.layout();
  const view = views.get();
  const other = [...all.values()].find((one) => one !== pointer);
  if (other !== undefined) {
    other.travelled = true;
    const before = Math.max(LEAST_PINCH_PIXELS, Math.abs(pointer.x - other.x));
    const after = Math.max(LEAST_PINCH_PIXELS, Math.abs(x - other.x));
    const middle = toUnixMs(view, width - left, (x + other.x) / 2 - left);
    views.set(zoomed(view, middle, before / after));
  } else if (pointer.scrubs) {
    if (pointer.travelled) answers.onScrub(instantOf(answers, x));
  } else if (pointer.travelled) {
    const perPixel = (view.toUnixMs - view.fromUnixMs) / Math.max(1, width - left);
    views.set(moved(view, (pointer.x - x) * perPixel));
  }
  if (pointer.travelled || pointer.scrubs || other !== undefined) pointer.x = x;
}

function placeOf(event: PointerEvent): { readonly x: number; readonly y: number } {
  const box = event.currentTarget.getBoundingClientRect();
  return { x: event.clientX - box.left, y: event.clientY - box.top };
}

function instantOf({ views, layout }: PointerAnswers, x: number): number {
  const { width, left } = layout();
  return toUnixMs(views.get(), width - left, Math.max(0, x - left));
}

function useWheelZoom(element: RefObject<HTMLElement | null>, latest: RefObject<PointerAnswers>): void {
  useEffect(() => {
    const { current } = element;
    if (current === null) return undefined;
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      const { views, layout } = latest.current;
      const { width, left } = layout();
      const view = views.get();
      if (Math.abs(event.deltaX) > Math.abs(event.deltaY))
        views.set(
          moved(view, (event.deltaX / Math.max(1, width - left)) * (view.toUnixMs - view.fromUnixMs)),
        );
      else {
        const x = event.clientX - current.getBoundingClientRect().left - left;
        const around = toUnixMs(view, width - left, Math.max(0, x));
        // A pinch on a touchpad comes as a wheel with the control key, in smaller notches.
        views.set(zoomed(view, around, Math.exp((event.deltaY * (event.ctrlKey ? 4 : 1)) / WHEEL_ZOOM)));
      }
    };
    current.addEventListener('wheel', onWheel, { passive: false });
    return () => current.removeEventListener('wheel', onWheel);
  }, [element, latest]);
}
