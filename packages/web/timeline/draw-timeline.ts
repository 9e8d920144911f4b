/** Draws a time line on two canvases: what changes with the view, and over it what moves: the instant, the marks. */
import type { TimelineAnswer } from '@matlang/contract';
import { drawAxis } from './draw-axis.ts';
import { drawRow } from './draw-row.ts';
import { toPixel, type View } from './time-scale.ts';
import type { TimelineColours } from './timeline-colours.ts';
import { AXIS_HEIGHT, type TimelineLayout } from './timeline-layout.ts';
import type { TimelineRow } from './timeline-row.ts';

const FONT = 'system-ui, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif';

/** What the rows' drawing depends on. */
export interface TimelinePicture {
  readonly rows: readonly TimelineRow[];
  /** Steps of the machine's clock, repairs. */
  readonly events: TimelineAnswer['events'];
  readonly colours: TimelineColours;
  readonly locale: string;
}

/** What stands over the rows. */
export interface TimelineOverlay {
  readonly instantUnixMs: number;
  readonly fromUnixMs: number | null;
  readonly toUnixMs: number | null;
  /** Where the pointer is. */
  readonly pointerUnixMs: number | null;
}

/** Axis and rows. The context is scaled to CSS pixels. */
export function drawTimeline(
  context: CanvasRenderingContext2D,
  layout: TimelineLayout,
  view: View,
  picture: TimelinePicture,
  nowUnixMs: number,
): void {
  const { width, height, left, rowHeight } = layout;
  const { rows, colours, events, locale } = picture;
  context.clearRect(0, 0, width, height);
  drawAxis(context, layout, view, colours, locale);
  const inset = rowHeight > 20 ? 3 : 1;
  for (const [index, row] of rows.entries()) {
    const top = AXIS_HEIGHT + index * rowHeight;
    const bar = { left, width: width - left, top: top + inset, height: rowHeight - 2 * inset };
    drawRow(context, bar, view, row, colours, nowUnixMs);
  }
  drawClockSteps(context, layout, view, events, colours.twice);
  if (left === 0) return;
  context.font = `${rowHeight > 20 ? 12 : 11}px ${FONT}`;
  context.textBaseline = 'middle';
  context.fillStyle = colours.text;
  for (const [index, row] of rows.entries())
    context.fillText(
      shortened(context, row.name, left - 12),
      6,
      AXIS_HEIGHT + index * rowHeight + rowHeight / 2,
    );
}

function drawClockSteps(
  context: CanvasRenderingContext2D,
  { left, width, height }: TimelineLayout,
  view: View,
  events: TimelineAnswer['events'],
  colour: string,
): void {
  context.fillStyle = colour;
  for (const { at, kind } of events) {
    if (kind !== 'clock-step' || at < view.fromUnixMs || at > view.toUnixMs) continue;
    const x = Math.round(left + toPixel(view, width - left, at));
    for (let y = 18; y < height; y += 6) context.fillRect(x, y, 1, 3);
    context.font = `600 13px ${FONT}`;
    context.textBaseline = 'middle';
    context.fillText('↺', x - 5, 12);
  }
}

/** As many letters as there is room for. */
function shortened(context: CanvasRenderingContext2D, text: string, width: number): string {
  if (context.measureText(text).width <= width) return text;
  let end = text.length;
  while (end > 1 && context.measureText(`${text.slice(0, end)}…`).width > width) end -= 1;
  return `${text.slice(0, end).trimEnd()}…`;
}

/** The instant with its handle, the marked span, the pointer. */
export function drawOverlay(
  context: CanvasRenderingContext2D,
  layout: TimelineLayout,
  view: View,
  overlay: TimelineOverlay,
  colours: TimelineColours,
): void {
  const { width, height, left } = layout;
  context.clearRect(0, 0, width, height);
  context.save();
  context.beginPath();
  context.rect(left, 0, width - left, height);
  context.clip();
  const xOf = (unixMs: number): number => left + toPixel(view, width - left, unixMs);
  const { fromUnixMs, toUnixMs, pointerUnixMs, instantUnixMs } = overlay;
  context.fillStyle = `${colours.mark}40`;
  if (fromUnixMs !== null && toUnixMs !== null && toUnixMs > fromUnixMs)
    context.fillRect(xOf(fromUnixMs), AXIS_HEIGHT, xOf(toUnixMs) - xOf(fromUnixMs), height);
  if (fromUnixMs !== null) drawMark(context, xOf(fromUnixMs), height, 'I', colours);
  if (toUnixMs !== null) drawMark(context, xOf(toUnixMs), height, 'O', colours);
  if (pointerUnixMs !== null) {
    context.fillStyle = colours.faint;
    context.fillRect(Math.round(xOf(pointerUnixMs)), AXIS_HEIGHT - 4, 1, height);
  }
  const at = xOf(instantUnixMs);
  context.fillStyle = colours.instant;
  context.fillRect(at - 1, 4, 2, height);
  context.beginPath();
  context.moveTo(at - 7, 0);
  context.lineTo(at + 7, 0);
  context.lineTo(at + 7, 7);
  context.lineTo(at, 14);
  context.lineTo(at - 7, 7);
  context.fill();
  context.restore();
}

function drawMark(
  context: CanvasRenderingContext2D,
  x: number,
  height: number,
  letter: 'I' | 'O',
  { mark: colour, ground }: TimelineColours,
): void {
  context.fillStyle = colour;
  context.fillRect(x - 1, AXIS_HEIGHT - 14, 2, height);
  // A flag outwards, so that those of a short span don't lie over each other.
  context.fillRect(letter === 'I' ? x - 13 : x, AXIS_HEIGHT - 14, 13, 14);
  context.fillStyle = ground;
  context.font = `700 11px ${FONT}`;
  context.textBaseline = 'middle';
  context.textAlign = 'center';
  context.fillText(letter, letter === 'I' ? x - 7 : x + 7, AXIS_HEIGHT - 7);
  context.textAlign = 'start';
}
