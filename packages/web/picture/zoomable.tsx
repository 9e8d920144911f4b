/** A frame whose picture can be zoomed: wheel, two fingers, keys; dragged while it is larger than its frame. */
import {
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
  useEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import { movedBy, WHOLE, type Zoom, zoomedBy } from './zoom.ts';
import classes from './zoomable.module.css';

const WHEEL_STEP = 1.25;
const KEY_STEP = 0.1;
/** A finger that trembles is no drag. */
const DRAG_PIXELS = 6;

interface Point {
  readonly x: number;
  readonly y: number;
}

/** What stands in the frame, and what a press without dragging does. */
export interface ZoomableProps {
  readonly label: string;
  readonly children: ReactNode;
  /** Pressed or Enter while the whole picture is shown. */
  readonly onPress: () => void;
  /** Where the zoom is kept, so that others know it; the same object as long as it is the same place. Without one it is kept here. */
  readonly held?: HeldZoom;
}

/** One picture's zoom, kept outside of its frame. */
export interface HeldZoom {
  readonly get: () => Zoom;
  readonly change: SetZoom;
  /** For `useSyncExternalStore`. */
  readonly subscribe: (listener: () => void) => () => void;
}

const NOT_HELD: HeldZoom = { get: () => WHOLE, change: () => undefined, subscribe: () => () => undefined };

/** Keys: `+` `-` zoom, arrows move, `0` shows the whole picture. */
export function Zoomable({ label, children, onPress, held }: ZoomableProps): ReactNode {
  const frame = useRef<HTMLButtonElement>(null);
  const [ownZoom, setOwnZoom] = useState(WHOLE);
  const { get, subscribe } = held ?? NOT_HELD;
  const heldZoom = useSyncExternalStore(subscribe, get);
  const zoom = held === undefined ? ownZoom : heldZoom;
  const setZoom = held?.change ?? setOwnZoom;
  const { onPointerDown, onPointerMove, onPointerUp, wasDragged } = useFingers(frame, setZoom);
  useWheel(frame, setZoom);
  return (
    <button
      ref={frame}
      type="button"
      className={classes['frame']}
      data-zoomed={zoom.scale > 1}
      aria-label={label}
      onClick={({ detail }) => {
        // Of the keys: no pointer was pressed, whatever the last one did.
        const isKey = detail === 0;
        if ((isKey || !wasDragged()) && zoom.scale === 1) onPress();
      }}
      onDoubleClick={() => setZoom(() => WHOLE)}
      onKeyDown={(event) => {
        const next = keyed(zoom, event);
        if (next === null) return;
        event.preventDefault();
        event.stopPropagation();
        setZoom(() => next);
      }}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={onPointerUp}
    >
      <span
        className={classes['picture']}
        style={{ transform: `translate(${zoom.x * 100}%, ${zoom.y * 100}%) scale(${zoom.scale})` }}
      >
        {children}
      </span>
    </button>
  );
}

function keyed(zoom: Zoom, { key }: KeyboardEvent): Zoom | null {
  const middle = { x: 0, y: 0 };
  switch (key) {
    case '+':
    case '=':
      return zoomedBy(zoom, WHEEL_STEP, middle);
    case '-':
      return zoomedBy(zoom, 1 / WHEEL_STEP, middle);
    case '0':
      return WHOLE;
    case 'ArrowLeft':
      return zoom.scale === 1 ? null : movedBy(zoom, { x: KEY_STEP, y: 0 });
    case 'ArrowRight':
      return zoom.scale === 1 ? null : movedBy(zoom, { x: -KEY_STEP, y: 0 });
    case 'ArrowUp':
      return zoom.scale === 1 ? null : movedBy(zoom, { x: 0, y: KEY_STEP });
    case 'ArrowDown':
      return zoom.scale === 1 ? null : movedBy(zoom, { x: 0, y: -KEY_STEP });
    default:
      return null;
  }
}

type SetZoom = (change: (zoom: Zoom) => Zoom) => void;

/** React's own wheel listener can't keep the page from scrolling. */
function useWheel(frame: React.RefObject<HTMLElement | null>, setZoom: SetZoom): void {
  useEffect(() => {
    const { current } = frame;
    if (current === null) return undefined;
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      const at = inFrame(current, event);
      setZoom((zoom) => zoomedBy(zoom, event.deltaY < 0 ? WHEEL_STEP : 1 / WHEEL_STEP, at));
    };
    current.addEventListener('wheel', onWheel, { passive: false });
    return () => current.removeEventListener('wheel', onWheel);
  }, [frame, setZoom]);
}

interface Fingers {
  readonly onPointerDown: (event: PointerEvent<HTMLElement>) => void;
  readonly onPointerMove: (event: PointerEvent<HTMLElement>) => void;
  readonly onPointerUp: (event: PointerEvent<HTMLElement>) => void;
  /** Whether the last press moved the picture. */
  readonly wasDragged: () => boolean;
}

/** One finger or the mouse moves the picture, two zoom it. */
function useFingers(frame: React.RefObject<HTMLElement | null>, setZoom: SetZoom): Fingers {
  const fingers = useRef(new Map<number, Point>());
  const dragged = useRef(false);
  const start = useRef<Point>({ x: 0, y: 0 });
  return {
    onPointerDown: (event) => {
      if (fingers.current.size === 0) {
        dragged.current = false;
        start.current = { x: event.clientX, y: event.clientY };
      }
      fingers.current.set(event.pointerId, { x: event.clientX, y: event.clientY });
    },
    onPointerMove: (event) => {
      const { current } = frame;
      const before = fingers.current.get(event.pointerId);
      if (current === null || before === undefined) return;
      const now = { x: event.clientX, y: event.clientY };
      if (Math.hypot(now.x - start.current.x, now.y - start.current.y) > DRAG_PIXELS && !dragged.current) {
        dragged.current = true;
        current.setPointerCapture(event.pointerId);
      }
      const other = [...fingers.current].find(([id]) => id !== event.pointerId)?.[1];
      fingers.current.set(event.pointerId, now);
      const { width, height } = current.getBoundingClientRect();
      if (other === undefined) {
        setZoom((zoom) => movedBy(zoom, { x: (now.x - before.x) / width, y: (now.y - before.y) / height }));
        return;
      }
      const spread = (a: Point, b: Point): number => Math.max(1, Math.hypot(a.x - b.x, a.y - b.y));
      const factor = spread(now, other) / spread(before, other);
      const at = inFrame(current, { clientX: (now.x + other.x) / 2, clientY: (now.y + other.y) / 2 });
      setZoom((zoom) => zoomedBy(zoom, factor, at));
    },
    onPointerUp: (event) => void fingers.current.delete(event.pointerId),
    wasDragged: () => dragged.current,
  };
}

/** From the frame's middle, in widths and heights of the frame. */
function inFrame(frame: Element, { clientX, clientY }: { clientX: number; clientY: number }): Point {
  const { left, top, width, height } = frame.getBoundingClientRect();
  return { x: (clientX - left) / width - 0.5, y: (clientY - top) / height - 0.5 };
}
