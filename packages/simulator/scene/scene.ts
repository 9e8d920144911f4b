/** A camera's view: the street, what moves in it, the camera's name, its clock and the frame number. */
import { createSeededRandom } from '../seeded-random.ts';
import { drawFrameStrip } from './frame-strip.ts';
import { drawLandmark, type Landmark } from './landmarks.ts';
import { createMovers, drawMover, type Mover } from './movers.ts';
import { BLACK, type Colour, colourOf, Picture, type Rectangle, WHITE } from './picture.ts';
import { drawStreet } from './street.ts';
import { drawText, textSize } from './text.ts';

/** What somebody did to the camera. `covered`: dark cloth; `frozen`: the picture stands, clock too; `shifted`: turned away. */
export type SceneFault = 'covered' | 'frozen' | 'shifted';

/** What the view shows; with the same options the same instant is the same picture. */
export interface SceneOptions {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly seed: number;
  /** What tells this place from others; none where left out. */
  readonly landmark?: Landmark;
  /** What the clock shows; null where a recording would show a wrong one. */
  readonly clock: ((unixMs: number) => string) | null;
}

/** Movers pass through this many widths: a while off the picture at each side. */
const TRACK_WIDTHS = 1.6;
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
    const { width, height, seed, landmark } = options;
    this.#options = options;
    this.#street = drawStreet(width, height, seed);
    if (landmark !== undefined) drawLandmark(this.#street, landmark);
    this.#shiftedStreet = drawStreet(width, height, seed + 1000);
    this.#picture = new Picture(width, height);
    this.#movers = createMovers(createSeededRandom(seed * 7919 + 13), TRACK_WIDTHS);
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
    const at = {
      x,
      y: (mover.lane - mover.height) * height,
      width: mover.width * width,
      height: mover.height * height,
    };
    drawMover(this.#picture, mover, at);
    this.#painted.push(grown(at));
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
