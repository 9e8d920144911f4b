/** The time line: wheel and pinch zoom around the pointer, drag moves it, a click chooses the instant, a drag on the axis looks for a picture. */
import { useComputedColorScheme } from '@mantine/core';
import type { TimelineAnswer } from '@matlang/contract';
import { type ReactNode, type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import { useSpeech } from '../i18n/language.tsx';
import { instantText } from '../i18n/time-text.ts';
import { toUnixMs as instantAt, toPixel } from './time-scale.ts';
import classes from './timeline.module.css';
import { DARK, LIGHT } from './timeline-colours.ts';
import { TimelineHint } from './timeline-hint.tsx';
import { layoutOf } from './timeline-layout.ts';
import { TimelinePainter } from './timeline-painter.ts';
import type { TimelineRow } from './timeline-row.ts';
import { useTimelinePointer } from './use-timeline-pointer.ts';
import type { ViewStore } from './view-store.ts';

/** What a time line shows and answers; instants are Unix ms. */
export interface TimelineProps {
  readonly rows: readonly TimelineRow[];
  readonly events: TimelineAnswer['events'];
  readonly views: ViewStore;
  /** The instant in words; changes with each second. */
  readonly label: string;
  /** Asked with each frame of the screen. */
  readonly instantUnixMs: () => number;
  readonly nowUnixMs: () => number;
  readonly fromUnixMs: number | null;
  readonly toUnixMs: number | null;
  readonly onInstant: (unixMs: number) => void;
  readonly onPlayFrom: (unixMs: number) => void;
  readonly onScrub: (unixMs: number) => void;
}

/** Draws what it is given; which instant and which part is shown belongs to the page. */
export function Timeline(props: TimelineProps): ReactNode {
  const { rows, events, views, label, instantUnixMs, nowUnixMs, fromUnixMs, toUnixMs } = props;
  const { language } = useSpeech();
  const frame = useRef<HTMLDivElement>(null);
  const base = useRef<HTMLCanvasElement>(null);
  const over = useRef<HTMLCanvasElement>(null);
  const painter = useRef<TimelinePainter | null>(null);
  const [pointer, setPointer] = useState<{ readonly x: number; readonly y: number } | null>(null);
  const scheme = useComputedColorScheme('dark');
  const width = useWidth(frame);
  const layout = useMemo(() => layoutOf(width, rows.length), [width, rows.length]);

  useEffect(() => {
    if (base.current === null || over.current === null) return undefined;
    const made = new TimelinePainter(base.current, over.current, { views, instantUnixMs, nowUnixMs });
    painter.current = made;
    return () => {
      painter.current = null;
      made.close();
    };
  }, [views, instantUnixMs, nowUnixMs]);
  useEffect(() => painter.current?.setLayout(layout), [layout, views, instantUnixMs, nowUnixMs]);
  useEffect(() => {
    const colours = scheme === 'dark' ? DARK : LIGHT;
    painter.current?.setPicture({ rows, events, colours, locale: language });
  }, [rows, events, scheme, language, views, instantUnixMs, nowUnixMs]);
  const plot = layout.width - layout.left;
  const pointerUnixMs =
    pointer === null || pointer.x < layout.left
      ? null
      : instantAt(views.get(), plot, pointer.x - layout.left);
  useEffect(
    () => painter.current?.setOverlay({ fromUnixMs, toUnixMs, pointerUnixMs }),
    [fromUnixMs, toUnixMs, pointerUnixMs, views, instantUnixMs, nowUnixMs],
  );

  const handlers = useTimelinePointer(frame, {
    views,
    layout: () => layout,
    instantPixel: () => layout.left + toPixel(views.get(), plot, instantUnixMs()),
    onInstant: props.onInstant,
    onPlayFrom: props.onPlayFrom,
    onScrub: props.onScrub,
    onHover: setPointer,
  });
  const view = views.get();
  return (
    <div
      ref={frame}
      className={classes['frame']}
      style={{ height: layout.height }}
      role="slider"
      aria-label={label}
      aria-valuemin={Math.round(view.fromUnixMs)}
      aria-valuemax={Math.round(view.toUnixMs)}
      aria-valuenow={Math.round(instantUnixMs())}
      aria-valuetext={instantText(instantUnixMs())}
      tabIndex={0}
      {...handlers}
    >
      <canvas ref={base} className={classes['canvas']} />
      <canvas ref={over} className={classes['canvas']} />
      {pointer !== null && pointerUnixMs !== null && (
        <TimelineHint
          layout={layout}
          rows={rows}
          events={events}
          place={pointer}
          unixMs={pointerUnixMs}
          msPerPixel={(view.toUnixMs - view.fromUnixMs) / Math.max(1, plot)}
        />
      )}
    </div>
  );
}

function useWidth(element: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const { current } = element;
    if (current === null) return undefined;
    const observer = new ResizeObserver(([entry]) => setWidth(Math.round(entry?.contentRect.width ?? 0)));
    observer.observe(current);
    return () => observer.disconnect();
  }, [element]);
  return width;
}
