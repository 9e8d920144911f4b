/** One camera's row: what was recorded, how much moved, what is missing and why, what is kept, what was recorded twice. */
import type { TimelineAnswer } from '@matlang/contract';
import { skyline } from './skyline.ts';
import { toPixel, type View } from './time-scale.ts';
import type { TimelineColours } from './timeline-colours.ts';
import { repeatedStretches, type Stretch, type TimelineRow } from './timeline-row.ts';

/** Where a row's bar lies. */
export interface Bar {
  readonly left: number;
  readonly width: number;
  readonly top: number;
  readonly height: number;
}

/** Clips to the bar. */
export function drawRow(
  context: CanvasRenderingContext2D,
  bar: Bar,
  view: View,
  row: TimelineRow,
  colours: TimelineColours,
  nowUnixMs: number,
): void {
  const { data, stream } = row;
  const end = Math.min(bar.width, toPixel(view, bar.width, nowUnixMs));
  context.fillStyle = colours.ground;
  if (end > 0) context.fillRect(bar.left, bar.top, end, bar.height);
  if (data === null) return;
  context.fillStyle = colours.recorded;
  fillStretches(
    context,
    bar,
    view,
    data.spans.filter((one) => one.stream === stream),
  );
  drawActivity(context, bar, view, data, stream, colours.activity);
  context.fillStyle = hatching(context, colours.gap);
  fillStretches(
    context,
    bar,
    view,
    data.gaps
      .filter((one) => one.stream === stream)
      .map(({ start, end: until }) => ({ start, end: Math.min(until ?? nowUnixMs, nowUnixMs) })),
  );
  context.fillStyle = colours.hold;
  fillStretches(context, { ...bar, top: bar.top + bar.height - 3, height: 3 }, view, data.holds);
  drawTwice(context, bar, view, repeatedStretches(row), colours);
  drawBookmarks(context, bar, view, row.bookmarks, colours.bookmark);
}

/** A flag where one begins, a line as long as it is. */
function drawBookmarks(
  context: CanvasRenderingContext2D,
  bar: Bar,
  view: View,
  bookmarks: TimelineRow['bookmarks'],
  colour: string,
): void {
  context.fillStyle = colour;
  const flag = Math.min(8, bar.height * 0.6);
  for (const { from, to } of bookmarks) {
    const x = toPixel(view, bar.width, from);
    const end = Math.min(bar.width, toPixel(view, bar.width, to));
    if (end < 0 || x > bar.width) continue;
    const start = Math.max(0, x);
    context.fillRect(bar.left + start, bar.top, Math.max(2, end - start), 2);
    if (x < 0) continue;
    context.fillRect(bar.left + x, bar.top, 2, bar.height);
    context.beginPath();
    context.moveTo(bar.left + x, bar.top);
    context.lineTo(bar.left + x + flag, bar.top + flag / 2);
    context.lineTo(bar.left + x, bar.top + flag);
    context.fill();
  }
}

/** One path: what is shorter than a pixel is there all the same, and what shares a pixel is drawn once. */
function fillStretches(
  context: CanvasRenderingContext2D,
  bar: Bar,
  view: View,
  stretches: readonly Stretch[],
): void {
  context.beginPath();
  let drawnTo = -1;
  for (const { start, end } of stretches) {
    if (end <= view.fromUnixMs || start >= view.toUnixMs) continue;
    const from = Math.max(0, toPixel(view, bar.width, start));
    const to = Math.min(bar.width, Math.max(from + 1, toPixel(view, bar.width, end)));
    if (to <= drawnTo && from >= drawnTo - 1) continue;
    context.rect(bar.left + from, bar.top, to - from, bar.height);
    drawnTo = to;
  }
  context.fill();
}

function drawActivity(
  context: CanvasRenderingContext2D,
  bar: Bar,
  view: View,
  data: TimelineAnswer['cameras'][number],
  stream: TimelineRow['stream'],
  colour: string,
): void {
  const activity = data.activity.find((one) => one.stream === stream);
  if (activity === undefined) return;
  context.fillStyle = colour;
  context.beginPath();
  for (const { from, to, height } of skyline(activity, view, bar.width)) {
    const pixels = (height / 255) * bar.height;
    context.rect(bar.left + from, bar.top + bar.height - pixels, to - from, pixels);
  }
  context.fill();
}

/** A bracket over what exists twice, with a letter where there is room. */
function drawTwice(
  context: CanvasRenderingContext2D,
  bar: Bar,
  view: View,
  stretches: readonly Stretch[],
  colours: TimelineColours,
): void {
  if (stretches.length === 0) return;
  context.fillStyle = colours.twice;
  fillStretches(context, { ...bar, height: 3 }, view, stretches);
  context.font = '600 11px system-ui, sans-serif';
  context.textBaseline = 'top';
  for (const { start, end } of stretches) {
    const from = Math.max(0, toPixel(view, bar.width, start));
    const to = Math.min(bar.width, toPixel(view, bar.width, end));
    if (to - from < 24) continue;
    context.fillStyle = colours.ground;
    context.fillRect(bar.left + from, bar.top + 3, 20, 13);
    context.fillStyle = colours.twice;
    context.fillText('×2', bar.left + from + 3, bar.top + 4);
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
  pen.lineWidth = 1.6;
  pen.beginPath();
  pen.moveTo(-1, 7);
  pen.lineTo(7, -1);
  pen.moveTo(-4, 4);
  pen.lineTo(4, -4);
  pen.moveTo(2, 10);
  pen.lineTo(10, 2);
  pen.stroke();
  const pattern = context.createPattern(tile, 'repeat');
  if (pattern === null) return colour;
  patterns.set(colour, pattern);
  return pattern;
}
