/** What moves through a scene: motorbikes with their riders, a car, people on foot. Simple boxes: each costs an encoder bits. */
import type { SeededRandom } from '../seeded-random.ts';
import { BLACK, type Colour, colourOf, type Picture, type Rectangle } from './picture.ts';
import { HORIZON, ROAD_BOTTOM, ROAD_TOP } from './street.ts';

type MoverKind = 'motorbike' | 'car' | 'walker';

/** One thing that crosses the picture again and again; where it is follows from the time alone. */
export interface Mover {
  readonly kind: MoverKind;
  /** Widths of the picture per second; negative: from right to left. */
  readonly speed: number;
  /** Where it is at instant 0, in widths. */
  readonly phase: number;
  /** Where it touches the ground: share of the height. */
  readonly lane: number;
  /** Of all that is drawn: shares of width and height. */
  readonly width: number;
  readonly height: number;
  readonly colour: Colour;
  readonly second: Colour;
}

/** Most of what passes in a commune has two wheels. */
const KINDS: readonly MoverKind[] = ['motorbike', 'car', 'walker', 'motorbike', 'motorbike', 'walker'];

const SIZES: Readonly<Record<MoverKind, { readonly width: number; readonly height: number }>> = {
  motorbike: { width: 0.05, height: 0.125 },
  car: { width: 0.1, height: 0.1 },
  walker: { width: 0.018, height: 0.1 },
};

const SKIN = colourOf(200, 155, 125);
const GLASS = colourOf(50, 60, 70);
const RUBBER = colourOf(30, 30, 32);

/** The nearest last: it is painted over the others. The same for the same random numbers. @param trackWidths after so many widths a mover begins anew */
export function createMovers(random: SeededRandom, trackWidths: number): readonly Mover[] {
  const movers = KINDS.map((kind) => {
    const walks = kind === 'walker';
    const { width, height } = SIZES[kind];
    const size = 0.85 + random.next() * 0.3;
    const direction = random.next() < 0.5 ? -1 : 1;
    return {
      kind,
      speed: direction * (walks ? 0.02 + random.next() * 0.02 : 0.08 + random.next() * 0.15),
      phase: random.next() * trackWidths,
      lane: walks ? HORIZON + 0.09 : ROAD_TOP + 0.08 + random.next() * (ROAD_BOTTOM - ROAD_TOP - 0.1),
      width: width * size,
      height: height * size,
      colour: anyColour(random),
      second: anyColour(random),
    };
  });
  return movers.toSorted((a, b) => a.lane - b.lane);
}

function anyColour(random: SeededRandom): Colour {
  return colourOf(60 + random.next() * 190, 40 + random.next() * 190, 40 + random.next() * 190);
}

/** @param at all that it covers, in pixels */
export function drawMover(picture: Picture, mover: Mover, at: Rectangle): void {
  PAINTERS[mover.kind]((part, colour) => picture.paint(placed(at, part, mover.speed < 0), colour), mover);
}

/** Left edge, top, width and height in shares of the mover, which heads to the right. */
type Part = readonly [x: number, y: number, width: number, height: number];

function placed(at: Rectangle, [x, y, width, height]: Part, mirrored: boolean): Rectangle {
  return {
    x: at.x + (mirrored ? 1 - x - width : x) * at.width,
    y: at.y + y * at.height,
    width: width * at.width,
    height: height * at.height,
  };
}

type Painter = (paint: (part: Part, colour: Colour) => void, mover: Mover) => void;

const PAINTERS: Readonly<Record<MoverKind, Painter>> = {
  motorbike: (paint, { colour, second }) => {
    for (const x of [0, 0.66]) {
      // Three boxes are round enough at 20 pixels, and cheaper than a disc.
      paint([x + 0.08, 0.66, 0.18, 0.34], RUBBER);
      paint([x, 0.74, 0.34, 0.18], RUBBER);
      paint([x + 0.12, 0.79, 0.1, 0.08], GLASS);
    }
    paint([0.1, 0.6, 0.5, 0.12], colour);
    paint([0.36, 0.7, 0.34, 0.12], colour);
    paint([0.7, 0.42, 0.08, 0.34], colour);
    paint([0.66, 0.4, 0.16, 0.05], GLASS);
    paint([0.26, 0.24, 0.26, 0.38], second);
    paint([0.44, 0.34, 0.26, 0.08], second);
    paint([0.42, 0.58, 0.14, 0.26], GLASS);
    paint([0.34, 0.1, 0.22, 0.15], SKIN);
    paint([0.28, 0, 0.28, 0.14], colour);
  },
  car: (paint, { colour }) => {
    paint([0, 0.36, 1, 0.5], colour);
    paint([0.2, 0, 0.5, 0.4], colour);
    paint([0.26, 0.08, 0.18, 0.26], GLASS);
    paint([0.48, 0.08, 0.18, 0.26], GLASS);
    for (const x of [0.12, 0.68]) paint([x, 0.74, 0.2, 0.26], BLACK);
  },
  walker: (paint, { colour, second }) => {
    paint([0.25, 0, 0.5, 0.16], SKIN);
    paint([0.05, 0.16, 0.9, 0.4], colour);
    paint([0.15, 0.56, 0.28, 0.44], second);
    paint([0.57, 0.56, 0.28, 0.44], second);
  },
};
