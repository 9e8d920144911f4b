/** The axis of a time line: days above, times below, steps of the machine's clock. */
import { clockText, dayText, weekdayText } from '../i18n/time-text.ts';
import { axisMarks, isMidnight, toPixel, type View } from './time-scale.ts';
import type { TimelineColours } from './timeline-colours.ts';
import { AXIS_HEIGHT, type TimelineLayout } from './timeline-layout.ts';

const DAY_MS = 86_400_000;
const FONT = 'system-ui, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif';
const DAY_LINE = 11;
const TIME_LINE = 28;

/** @param locale of the page's language: names of weekdays */
export function drawAxis(
  context: CanvasRenderingContext2D,
  layout: TimelineLayout,
  view: View,
  colours: TimelineColours,
  locale: string,
): void {
  const { left, width, height } = layout;
  const { stepMs, marks } = axisMarks(view, width - left);
  context.textBaseline = 'middle';
  let lastDayEnd = left;
  const days: { readonly x: number; readonly text: string }[] = [];
  for (const mark of marks) {
    const x = Math.round(left + toPixel(view, width - left, mark));
    const isDay = isMidnight(mark);
    context.fillStyle = colours.line;
    context.fillRect(x, isDay ? 4 : AXIS_HEIGHT - 16, isDay ? 2 : 1, height);
    context.fillStyle = isDay ? colours.text : colours.faint;
    context.font = `${isDay ? '600 ' : ''}12px ${FONT}`;
    context.fillText(timeLabel(mark, stepMs), x + 4, TIME_LINE);
    if (isDay && stepMs < DAY_MS) days.push({ x, text: weekdayText(mark, locale) });
  }
  context.fillStyle = colours.text;
  context.font = `600 12px ${FONT}`;
  for (const { x, text } of days) {
    context.fillText(text, x + 6, DAY_LINE);
    if (lastDayEnd === left) lastDayEnd = x;
  }
  // The day that the left edge lies in, unless the next one's name needs the room.
  const first = weekdayText(view.fromUnixMs, locale);
  if (days.length === 0 || lastDayEnd - left > context.measureText(first).width + 12)
    context.fillText(first, left + 6, DAY_LINE);
}

function timeLabel(unixMs: number, stepMs: number): string {
  if (stepMs >= DAY_MS) return dayText(unixMs);
  const text = clockText(unixMs);
  if (stepMs >= 60_000) return text.slice(0, 5);
  if (stepMs >= 1000) return text;
  return `${text.slice(3)},${Math.floor((((unixMs % 1000) + 1000) % 1000) / 100)}`;
}
