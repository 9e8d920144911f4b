/** Draws rows of cameras on a canvas: what was recorded, what is missing and why, activity, holds, and the instant on show. */
import type { GapCause, TimelineAnswer } from '@matlang/contract';
import { clockText, dayText } from '../i18n/time-text.ts';
import { axisMarks, toPixel, type View } from './time-scale.ts';

/** Heights in CSS pixels. */
export const AXIS_HEIGHT = 28;
/** Of one camera, below the axis. */
export const ROW_HEIGHT = 34;

/** Colours of one appearance; state is never told by colour alone: gaps are hatched, activity has height. */
export interface TimelineColours {
  readonly text: string;
  readonly line: string;
  readonly recorded: string;
  readonly activity: string;
  readonly gap: string;
  readonly hold: string;
  readonly instant: string;
}

/** What is drawn of one camera. */
export interface TimelineRow {
  readonly name: string;
  /** Whose gaps are drawn. */
  readonly stream: 'main' | 'sub';
  readonly data: TimelineAnswer['cameras'][number] | null;
}

/** Everything that a drawing depends on. */
export interface TimelinePicture {
  readonly view: View;
  readonly rows: readonly TimelineRow[];
  readonly instantUnixMs: number;
  readonly nowUnixMs: number;
  readonly span: View | null;
  readonly colours: TimelineColours;
}

/** @param width, height in CSS pixels; the context is scaled to them. */
export function drawTimeline(
  context: CanvasRenderingContext2D,
  width: number,
  height: number,
  picture: TimelinePicture,
): void {
  const { view, rows, colours } = picture;
  context.clearRect(0, 0, width, height);
  drawAxis(context, width, height, picture);
  for (const [index, row] of rows.entries()) {
    const top = AXIS_HEIGHT + index * ROW_HEIGHT;
    if (row.data !== null) drawRow(context, width, top, row.stream, row.data, picture);
    context.fillStyle = colours.text;
    context.font = '600 12px system-ui, sans-serif';
    context.textBaseline = 'top';
    context.fillText(row.name, 6, top + 3, width * 0.4);
  }
  if (picture.span !== null) {
    const from = toPixel(view, width, picture.span.fromUnixMs);
    context.fillStyle = `${colours.instant}33`;
    context.fillRect(from, 0, toPixel(view, width, picture.span.toUnixMs) - from, height);
  }
  const at = toPixel(view, width, picture.instantUnixMs);
  context.fillStyle = colours.instant;
  context.fillRect(at - 1, 0, 2, height);
}

function drawAxis(
  context: CanvasRenderingContext2D,
  width: number,
  height: number,
  { view, colours }: TimelinePicture,
): void {
  const { stepMs, marks } = axisMarks(view, width);
  context.font = '12px system-ui, sans-serif';
  context.textBaseline = 'middle';
  for (const mark of marks) {
    const x = Math.round(toPixel(view, width, mark));
    context.fillStyle = colours.line;
    context.fillRect(x, AXIS_HEIGHT - 8, 1, height - AXIS_HEIGHT + 8);
    context.fillStyle = colours.text;
    const text = clockText(mark);
    const isDay = text === '00:00:00';
    context.fillText(
      isDay ? dayText(mark) : stepMs < 60_000 ? text : text.slice(0, 5),
      x + 4,
      AXIS_HEIGHT / 2,
    );
  }
}

function drawRow(
  context: CanvasRenderingContext2D,
  width: number,
  top: number,
  shown: TimelineRow['stream'],
  data: TimelineAnswer['cameras'][number],
  { view, colours, nowUnixMs }: TimelinePicture,
): void {
  const bar = { top: top + 18, height: ROW_HEIGHT - 22 };
  const fill = (fromUnixMs: number, toUnixMs: number): void => {
    const from = Math.max(0, toPixel(view, width, fromUnixMs));
    const to = Math.min(width, toPixel(view, width, toUnixMs));
    // What is shorter than a pixel is there all the same.
    if (to > 0 && from < width) context.fillRect(from, bar.top, Math.max(1, to - from), bar.height);
  };
  context.fillStyle = colours.recorded;
  for (const { start, end, stream } of data.spans) if (stream !== 'audio') fill(start, end);
  drawActivity(context, width, view, data, bar, colours.activity);
  context.fillStyle = hatching(context, colours.gap);
  for (const { start, end, stream } of data.gaps)
    if (stream === shown) fill(start, Math.min(end ?? nowUnixMs, nowUnixMs));
  context.fillStyle = colours.hold;
  for (const { start, end } of data.holds) {
    const from = Math.max(0, toPixel(view, width, start));
    context.fillRect(from, bar.top + bar.height, Math.max(2, toPixel(view, width, end) - from), 3);
  }
}

function drawActivity(
  context: CanvasRenderingContext2D,
  width: number,
  view: View,
  data: TimelineAnswer['cameras'][number],
  bar: { readonly top: number; readonly height: number },
  colour: string,
): void {
  context.fillStyle = colour;
  for (const { stream, start, stepMs, values } of data.activity) {
    if (stream === 'audio') continue;
    const step = Math.max(1, toPixel(view, width, view.fromUnixMs + stepMs));
    for (const [index, value] of values.entries()) {
      if (value === 0) continue;
      const x = toPixel(view, width, start + index * stepMs);
      if (x < -step || x > width) continue;
      const height = (value / 255) * bar.height;
      context.fillRect(x, bar.top + bar.height - height, step, height);
    }
  }
}

const patterns = new Map<string, CanvasPattern>();

function hatching(context: CanvasRenderingContext2D, colour: string): CanvasPattern | string {
  const known = patterns.get(colour);
  if (known !== undefined) return known;
  const tile = document.createElement('canvas');
  tile.width = 6;
  tile.height = 6;
  const pen = tile.getContext('2d');
  if (pen === null) return colour;
  pen.strokeStyle = colour;
  pen.lineWidth = 2;
  pen.beginPath();
  pen.moveTo(-1, 7);
  pen.lineTo(7, -1);
  pen.stroke();
  const pattern = context.createPattern(tile, 'repeat');
  if (pattern === null) return colour;
  patterns.set(colour, pattern);
  return pattern;
}

/** The gap of a camera that lies at an instant; null: none. */
export function gapAt(
  row: TimelineRow,
  unixMs: number,
): { readonly cause: GapCause; readonly start: number; readonly end: number | null } | null {
  return (
    row.data?.gaps.find(
      ({ stream, start, end }) => stream === row.stream && start <= unixMs && (end ?? Infinity) > unixMs,
    ) ?? null
  );
}
