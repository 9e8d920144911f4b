/** A camera's view: the street, what moves in it, the camera's name, its clock and the frame number. */
import { createSeededRandom } from '../seeded-random.ts';
import { drawFrameStrip } from './frame-strip.ts';
import { BLACK, type Colour, colourOf, Picture, type Rectangle, WHITE } from './picture.ts';
import { drawStreet, HORIZON, ROAD_BOTTOM, ROAD_TOP } from './street.ts';
import { drawText, textSize } from './text.ts';

/** What somebody did to the camera. `covered`: dark cloth; `frozen`: the picture stands, clock too; `shifted`: turned away. */
export type SceneFault = 'covered' | 'frozen' | 'shifted';

export interface SceneOptions {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly seed: number;
  /** What the clock shows; null where a recording would show a wrong one. */
  readonly clock: ((unixMs: number) => string) | null;
}

interface Mover {
  /** Widths of the picture per second; negative: from right to left. */
  readonly speed: number;
  readonly phase: number;
  /** Share of the height. */
  readonly lane: number;
  readonly width: number;
  readonly height: number;
  readonly colour: Colour;
}

/** Movers pass through this many widths: a while off the picture at each side. */
const TRACK_WIDTHS = 1.6;
const MOVERS = 6;
const SHIFT_SHARE = 0.25;

/** Draws into one picture again and again; only what changed is painted anew. */
export class Scene {
  readonly #options: SceneOptions;
  readonly #street: Picture;
  readonly #shiftedStreet: Picture;
  readonly #picture: Picture;
  readonly #movers: readonly Mover[];
  readonly #textScale: number;
  #painted: Rectangle[] = [];
  #fault: SceneFault | null = null;
  #frozenUnixMs = 0;

  constructor(options: SceneOptions) {
    const { width, height, seed } = options;
    this.#options = options;
    this.#street = drawStreet(width, height, seed);
    this.#shiftedStreet = drawStreet(width, height, seed + 1000);
    this.#picture = new Picture(width, height);
    this.#movers = createMovers(seed);
    this.#textScale = Math.max(1, Math.round(height / 180));
    this.#repaint();
  }

  get fault(): SceneFault | null {
    return this.#fault;
  }

  setFault(fault: SceneFault | null, unixMs: number): void {
    this.#fault = fault;
    this.#frozenUnixMs = unixMs;
    this.#repaint();
  }

  /** The picture at an instant. It is the scene's own: valid until the next call, not to be written into. */
  draw(unixMs: number, frameNumber: number): Picture {
    const shownUnixMs = this.#fault === 'frozen' ? this.#frozenUnixMs : unixMs;
    const background = this.#background();
    for (const rectangle of this.#painted) this.#picture.copyFrom(background, rectangle);
    this.#painted = [];
    if (this.#fault === 'covered') this.#fill({ x: 0, y: 0, ...this.#size() }, colourOf(12, 11, 10));
    else for (const mover of this.#movers) this.#drawMover(mover, shownUnixMs);
    this.#drawLabel(this.#options.name, 'bottom');
    if (this.#options.clock !== null) this.#drawLabel(this.#options.clock(shownUnixMs), 'top');
    drawFrameStrip(this.#picture, frameNumber);
    return this.#picture;
  }

  #background(): Picture {
    return this.#fault === 'shifted' ? this.#shiftedStreet : this.#street;
  }

  #repaint(): void {
    this.#picture.copyFrom(this.#background(), { x: 0, y: 0, ...this.#size() });
    this.#painted = [];
  }

  #size(): { readonly width: number; readonly height: number } {
    return { width: this.#options.width, height: this.#options.height };
  }

  #fill(rectangle: Rectangle, colour: Colour): void {
    this.#picture.paint(rectangle, colour);
    this.#painted.push(grown(rectangle));
  }

  #drawMover(mover: Mover, unixMs: number): void {
    const { width, height } = this.#options;
    const seconds = unixMs / 1000;
    const way = (((mover.speed * seconds + mover.phase) % TRACK_WIDTHS) + TRACK_WIDTHS) % TRACK_WIDTHS;
    const shift = this.#fault === 'shifted' ? SHIFT_SHARE : 0;
    const x = (way - (TRACK_WIDTHS - 1) / 2 + shift) * width;
    const y = mover.lane * height;
    const w = mover.width * width;
    const h = mover.height * height;
    this.#fill({ x, y: y - h, width: w, height: h * 0.8 }, mover.colour);
    this.#fill({ x: x + w * 0.25, y: y - h * 1.4, width: w * 0.4, height: h * 0.4 }, colourOf(50, 60, 70));
    this.#fill({ x: x + w * 0.1, y: y - h * 0.2, width: w * 0.2, height: h * 0.2 }, BLACK);
    this.#fill({ x: x + w * 0.7, y: y - h * 0.2, width: w * 0.2, height: h * 0.2 }, BLACK);
  }

  /** White on black: readable whatever is behind. */
  #drawLabel(text: string, edge: 'top' | 'bottom'): void {
    const scale = this.#textScale;
    const { width, height } = textSize(text, scale);
    const margin = scale * 4;
    const y = edge === 'top' ? 0 : this.#options.height - height - margin * 2;
    this.#fill({ x: margin, y, width: width + margin, height }, BLACK);
    drawText(this.#picture, text, margin * 1.5, y, scale, WHITE);
  }
}

/** Chroma is half as fine: a pixel more on each side is touched. */
function grown({ x, y, width, height }: Rectangle): Rectangle {
  return { x: x - 2, y: y - 2, width: width + 4, height: height + 4 };
}

function createMovers(seed: number): readonly Mover[] {
  const random = createSeededRandom(seed * 7919 + 13);
  return Array.from({ length: MOVERS }, (_, i) => {
    const walker = i % 3 === 2;
    const direction = random.next() < 0.5 ? -1 : 1;
    return {
      speed: direction * (walker ? 0.02 + random.next() * 0.02 : 0.08 + random.next() * 0.15),
      phase: random.next() * TRACK_WIDTHS,
      lane: walker ? HORIZON + 0.08 : ROAD_TOP + 0.08 + random.next() * (ROAD_BOTTOM - ROAD_TOP - 0.1),
      width: walker ? 0.018 : 0.06 + random.next() * 0.06,
      height: walker ? 0.09 : 0.06 + random.next() * 0.04,
      colour: colourOf(60 + random.next() * 190, 40 + random.next() * 190, 40 + random.next() * 190),
    };
  });
}
