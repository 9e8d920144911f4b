/** The time line: wheel and pinch zoom around the pointer, drag moves it, a click or the arrow keys choose the instant. */
import { useComputedColorScheme } from '@mantine/core';
import { type PointerEvent, type ReactNode, type RefObject, useEffect, useRef, useState } from 'react';
import {
  AXIS_HEIGHT,
  drawTimeline,
  ROW_HEIGHT,
  type TimelineColours,
  type TimelineRow,
} from './draw-timeline.ts';
import { moved, toUnixMs, type View, zoomed } from './time-scale.ts';
import classes from './timeline.module.css';

/** Less than this between press and release is a click. */
const CLICK_PIXELS = 4;

const DARK: TimelineColours = {
  text: '#c9d1d9',
  line: '#3a4149',
  recorded: '#2f6f56',
  activity: '#8ee6bf',
  gap: '#e08a8a',
  hold: '#f2c14e',
  instant: '#ffffff',
};
const LIGHT: TimelineColours = {
  text: '#24292f',
  line: '#d0d7de',
  recorded: '#9fd8bf',
  activity: '#0b6e4f',
  gap: '#b42318',
  hold: '#b7791f',
  instant: '#111111',
};

/** `span` is marked where there is one. What the user chooses is told, and shown when the page gives it back. */
export interface TimelineProps {
  readonly label: string;
  readonly rows: readonly TimelineRow[];
  readonly view: View;
  readonly instantUnixMs: number;
  readonly span: View | null;
  readonly onView: (view: View) => void;
  readonly onInstant: (unixMs: number) => void;
}

/** Draws what it is given; which instant and which part is shown belongs to the page. */
export function Timeline(props: TimelineProps): ReactNode {
  const { label, rows, view, instantUnixMs, span } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const latest = useRef(props);
  latest.current = props;
  const pointers = useRef(new Map<number, { x: number; startX: number }>());
  const scheme = useComputedColorScheme('dark');
  const height = AXIS_HEIGHT + Math.max(1, rows.length) * ROW_HEIGHT;

  const width = useWidth(canvas);
  useWheel(canvas, latest);
  useEffect(() => {
    const { current } = canvas;
    const context = current?.getContext('2d');
    if (!current || !context || width === 0) return undefined;
    const frame = requestAnimationFrame(() => {
      const scale = devicePixelRatio;
      current.width = Math.round(width * scale);
      current.height = Math.round(height * scale);
      context.setTransform(scale, 0, 0, scale, 0, 0);
      const colours = scheme === 'dark' ? DARK : LIGHT;
      drawTimeline(context, width, height, {
        view,
        rows,
        instantUnixMs,
        span,
        colours,
        nowUnixMs: Date.now(),
      });
    });
    return () => cancelAnimationFrame(frame);
  }, [rows, view, instantUnixMs, span, width, height, scheme]);

  const xOf = (event: PointerEvent): number =>
    event.clientX - event.currentTarget.getBoundingClientRect().left;
  const onPointerMove = (event: PointerEvent): void => {
    const pointer = pointers.current.get(event.pointerId);
    if (pointer === undefined) return;
    const x = xOf(event);
    const others = [...pointers.current.entries()].filter(([id]) => id !== event.pointerId);
    const other = others[0]?.[1];
    if (other === undefined)
      props.onView(moved(view, ((pointer.x - x) / width) * (view.toUnixMs - view.fromUnixMs)));
    else if (Math.abs(x - other.x) > 8)
      props.onView(
        zoomed(
          view,
          toUnixMs(view, width, (x + other.x) / 2),
          Math.abs(pointer.x - other.x) / Math.abs(x - other.x),
        ),
      );
    pointer.x = x;
  };
  return (
    <canvas
      ref={canvas}
      className={classes['canvas']}
      style={{ '--height': `${height}px` }}
      role="slider"
      aria-label={label}
      aria-valuemin={Math.round(view.fromUnixMs)}
      aria-valuemax={Math.round(view.toUnixMs)}
      aria-valuenow={Math.round(instantUnixMs)}
      tabIndex={0}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        const x = xOf(event);
        pointers.current.set(event.pointerId, { x, startX: x });
      }}
      onPointerMove={onPointerMove}
      onPointerUp={(event) => {
        const pointer = pointers.current.get(event.pointerId);
        pointers.current.delete(event.pointerId);
        const x = xOf(event);
        if (
          pointer !== undefined &&
          Math.abs(x - pointer.startX) < CLICK_PIXELS &&
          pointers.current.size === 0
        )
          props.onInstant(toUnixMs(view, width, x));
      }}
      onPointerCancel={(event) => pointers.current.delete(event.pointerId)}
    />
  );
}

function useWidth(canvas: RefObject<HTMLCanvasElement | null>): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const { current } = canvas;
    if (current === null) return undefined;
    const observer = new ResizeObserver(([entry]) => setWidth(Math.round(entry?.contentRect.width ?? 0)));
    observer.observe(current);
    return () => observer.disconnect();
  }, [canvas]);
  return width;
}

/** Zooms around the pointer, or moves where the wheel goes sideways. React's own listener is passive: the page would scroll. */
function useWheel(canvas: RefObject<HTMLCanvasElement | null>, latest: RefObject<TimelineProps>): void {
  useEffect(() => {
    const { current } = canvas;
    if (current === null) return undefined;
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      const { view, onView } = latest.current;
      const box = current.getBoundingClientRect();
      if (Math.abs(event.deltaX) > Math.abs(event.deltaY))
        onView(moved(view, (event.deltaX / box.width) * (view.toUnixMs - view.fromUnixMs)));
      else {
        const around = toUnixMs(view, box.width, event.clientX - box.left);
        onView(zoomed(view, around, Math.exp(event.deltaY / 400)));
      }
    };
    current.addEventListener('wheel', onWheel, { passive: false });
    return () => current.removeEventListener('wheel', onWheel);
  }, [canvas, latest]);
}
