/** One camera's row: what was recorded, how much moved, what is missing and why, what is kept, what was recorded twice. */
import { coverage, packColour, paintRow } from './row-pixels.ts';
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
  const { data } = row;
  drawColumns(context, bar, view, row, colours, nowUnixMs);
  if (data === null) return;
  context.fillStyle = colours.hold;
  fillStretches(context, { ...bar, top: bar.top + bar.height - 3, height: 3 }, view, data.holds);
  drawTwice(context, bar, view, repeatedStretches(row), colours);
  drawBookmarks(context, bar, view, row.bookmarks, colours.bookmark);
}

/** Up to now, in pixels of the screen, which a canvas' transform does not concern. */
function drawColumns(
  context: CanvasRenderingContext2D,
  bar: Bar,
  view: View,
  { data, stream }: TimelineRow,
  colours: TimelineColours,
  nowUnixMs: number,
): void {
  const scale = context.getTransform().a;
  const width = Math.round(bar.width * scale);
  const height = Math.round(bar.height * scale);
  const end = Math.min(width, Math.ceil(toPixel(view, width, nowUnixMs)));
  if (end <= 0 || height <= 0) return;
  const ofStream = <T extends { readonly stream: string }>(all: readonly T[]): readonly T[] =>
    all.filter((one) => one.stream === stream);
  const gaps = ofStream(data?.gaps ?? []).map(({ start, end: until }) => ({
    start,
    end: until ?? nowUnixMs,
  }));
  const activity = ofStream(data?.activity ?? [])[0];
  const image = context.createImageData(end, height);
  paintRow(
    new Uint32Array(image.data.buffer),
    end,
    height,
    {
      recorded: coverage(ofStream(data?.spans ?? []), view, width),
      gaps: coverage(gaps, view, width),
      heights: activity === undefined ? new Uint8Array(width) : skyline(activity, view, width),
    },
    {
      ground: packColour(colours.ground),
      recorded: packColour(colours.recorded),
      activity: packColour(colours.activity),
      gap: packColour(colours.gap),
    },
  );
  context.putImageData(image, Math.round(bar.left * scale), Math.round(bar.top * scale));
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
