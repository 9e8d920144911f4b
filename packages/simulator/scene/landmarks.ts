/**
 * One building or thing by which somebody tells the camera's place, where the name is too small to read: drawn once into
 * the still part of a scene. All are made up. Positions are shares of width and height, so that a sub stream shows the same.
 */
import { BLACK, type Colour, colourOf, type Picture, WHITE } from './picture.ts';
import { HORIZON } from './street.ts';
import { drawText, textSize } from './text.ts';

/** Everything that can be drawn; each demo camera has one of its own. */
export const LANDMARKS = [
  'market-gate',
  'health-station',
  'culture-house',
  'stone-bridge',
  'school',
  'flagpole',
  'milestone',
  'parking-shed',
  'pump-station',
] as const;

/** One of `LANDMARKS`. */
export type Landmark = (typeof LANDMARKS)[number];

const RED = colourOf(200, 35, 35);
const YELLOW = colourOf(250, 205, 50);
const CREAM = colourOf(240, 222, 165);
const OCHRE = colourOf(225, 175, 85);
const TILE = colourOf(150, 55, 40);
const STONE = colourOf(150, 150, 145);
const WATER = colourOf(70, 125, 150);
const STEEL = colourOf(110, 120, 130);
const DARK = colourOf(45, 50, 60);
const RICE = colourOf(125, 165, 60);
const BLUE = colourOf(45, 95, 165);

/** Paints in shares of the picture. */
class Brush {
  readonly #picture: Picture;

  constructor(picture: Picture) {
    this.#picture = picture;
  }

  box(x: number, y: number, width: number, height: number, colour: Colour): void {
    const { width: w, height: h } = this.#picture;
    this.#picture.paint({ x: x * w, y: y * h, width: width * w, height: height * h }, colour);
  }

  /** @param points corners, one after the other */
  shape(points: readonly (readonly [number, number])[], colour: Colour): void {
    const { width: w, height: h } = this.#picture;
    this.#picture.polygon(
      points.map(([x, y]) => ({ x: x * w, y: y * h })),
      colour,
    );
  }

  /** @param radius share of the height */
  disc(x: number, y: number, radius: number, colour: Colour): void {
    const { width: w, height: h } = this.#picture;
    this.#picture.disc(Math.round(x * w), Math.round(y * h), Math.round(radius * h), colour);
  }

  /** Letters on a board, `centre` in the middle of both. */
  sign(text: string, centreX: number, y: number, board: Colour, letters: Colour): void {
    const { width: w, height: h } = this.#picture;
    const scale = Math.max(1, Math.round(h / 240));
    const size = textSize(text, scale);
    const x = centreX * w - size.width / 2;
    this.#picture.paint(
      { x: x - scale * 2, y: y * h, width: size.width + scale * 4, height: size.height },
      board,
    );
    drawText(this.#picture, text, x, y * h - scale, scale, letters);
  }

  /** The national flag: a star of five points on red. */
  flag(x: number, y: number, height: number): void {
    const { width: w, height: h } = this.#picture;
    const width = (height * 1.5 * h) / w;
    this.box(x, y, width, height, RED);
    const outer = height * 0.34;
    const points = Array.from({ length: 10 }, (_, i): [number, number] => {
      const radius = i % 2 === 0 ? outer : outer * 0.4;
      const angle = (i * Math.PI) / 5 - Math.PI / 2;
      return [x + width / 2 + (Math.cos(angle) * radius * h) / w, y + height / 2 + Math.sin(angle) * radius];
    });
    this.shape(points, YELLOW);
  }

  /** A wall with a roof over it that stands out on both sides. */
  hall(x: number, y: number, width: number, wall: Colour): void {
    this.box(x, y, width, HORIZON - y, wall);
    this.shape(
      [
        [x - 0.02, y],
        [x + width * 0.15, y - 0.09],
        [x + width * 0.85, y - 0.09],
        [x + width + 0.02, y],
      ],
      TILE,
    );
  }
}

const PAINTERS: Readonly<Record<Landmark, (brush: Brush) => void>> = {
  'market-gate': (brush) => {
    for (const x of [0.33, 0.61]) {
      brush.box(x, 0.2, 0.045, HORIZON - 0.18, RED);
      brush.box(x - 0.008, 0.17, 0.061, 0.035, YELLOW);
    }
    brush.box(0.375, 0.24, 0.235, 0.34, DARK);
    for (const [i, colour] of [OCHRE, RED, BLUE, YELLOW].entries()) {
      brush.shape(
        [
          [0.378 + i * 0.058, 0.44],
          [0.39 + i * 0.058, 0.39],
          [0.42 + i * 0.058, 0.39],
          [0.432 + i * 0.058, 0.44],
        ],
        colour,
      );
    }
    brush.shape(
      [
        [0.3, 0.2],
        [0.495, 0.08],
        [0.69, 0.2],
        [0.69, 0.25],
        [0.3, 0.25],
      ],
      RED,
    );
    brush.sign('CHỢ', 0.495, 0.14, YELLOW, RED);
  },
  'health-station': (brush) => {
    brush.box(0.3, 0.2, 0.38, HORIZON - 0.2, WHITE);
    brush.box(0.3, 0.17, 0.38, 0.035, BLUE);
    for (const x of [0.33, 0.4, 0.54, 0.61]) brush.box(x, 0.27, 0.045, 0.1, BLUE);
    brush.box(0.465, 0.38, 0.05, HORIZON - 0.38, DARK);
    brush.disc(0.49, 0.16, 0.11, WHITE);
    brush.box(0.478, 0.08, 0.024, 0.16, RED);
    brush.box(0.445, 0.137, 0.09, 0.045, RED);
  },
  'culture-house': (brush) => {
    brush.hall(0.3, 0.3, 0.4, OCHRE);
    brush.box(0.38, 0.16, 0.24, 0.07, OCHRE);
    brush.shape(
      [
        [0.35, 0.16],
        [0.5, 0.06],
        [0.65, 0.16],
      ],
      TILE,
    );
    for (let i = 0; i < 6; i += 1) brush.box(0.32 + i * 0.066, 0.32, 0.014, HORIZON - 0.32, WHITE);
    brush.box(0.46, 0.36, 0.08, HORIZON - 0.36, DARK);
    brush.sign('THÔN 3', 0.5, 0.235, RED, YELLOW);
  },
  'stone-bridge': (brush) => {
    brush.box(0.16, 0.34, 0.68, HORIZON + 0.08 - 0.34, WATER);
    for (let i = 0; i < 7; i += 1) brush.box(0.18 + i * 0.09, 0.53 + (i % 3) * 0.02, 0.05, 0.006, WHITE);
    brush.shape(
      [
        [0.14, 0.36],
        [0.34, 0.22],
        [0.66, 0.22],
        [0.86, 0.36],
        [0.86, 0.48],
        [0.14, 0.48],
      ],
      STONE,
    );
    for (const x of [0.3, 0.5, 0.7]) {
      brush.disc(x, 0.46, 0.11, WATER);
      brush.box(x - 0.062, 0.46, 0.124, 0.07, WATER);
    }
    for (let i = 0; i < 9; i += 1) brush.box(0.34 + i * 0.039, 0.165, 0.008, 0.06, STONE);
    brush.box(0.34, 0.16, 0.32, 0.012, STONE);
  },
  school: (brush) => {
    brush.box(0.22, 0.16, 0.56, HORIZON - 0.16, YELLOW);
    brush.box(0.21, 0.13, 0.58, 0.035, RED);
    for (let floor = 0; floor < 2; floor += 1) {
      for (let i = 0; i < 8; i += 1) brush.box(0.24 + i * 0.067, 0.2 + floor * 0.14, 0.04, 0.075, DARK);
      brush.box(0.22, 0.29 + floor * 0.14, 0.56, 0.012, WHITE);
    }
    for (const x of [0.41, 0.57]) brush.box(x, 0.4, 0.022, 0.18, BLUE);
    brush.sign('TRƯỜNG', 0.5, 0.36, BLUE, WHITE);
  },
  flagpole: (brush) => {
    brush.hall(0.3, 0.33, 0.42, CREAM);
    for (let i = 0; i < 6; i += 1) brush.box(0.33 + i * 0.065, 0.37, 0.03, 0.08, BLUE);
    brush.box(0.477, 0.06, 0.007, 0.52, WHITE);
    brush.box(0.45, 0.57, 0.06, 0.025, STONE);
    brush.flag(0.484, 0.07, 0.16);
  },
  milestone: (brush) => {
    brush.box(0, 0.3, 1, HORIZON - 0.3, RICE);
    for (let i = 0; i < 5; i += 1) brush.box(0, 0.33 + i * 0.04, 1, 0.006, colourOf(95, 135, 50));
    for (const x of [0.15, 0.4, 0.85]) {
      brush.box(x, 0.08, 0.008, 0.46, STEEL);
      brush.box(x - 0.03, 0.11, 0.068, 0.01, STEEL);
    }
    brush.box(0, 0.115, 1, 0.004, DARK);
    brush.box(0.56, 0.36, 0.11, 0.24, WHITE);
    brush.disc(0.615, 0.37, 0.097, RED);
    brush.box(0.56, 0.37, 0.11, 0.06, RED);
    brush.sign('KM 2', 0.615, 0.46, WHITE, BLACK);
  },
  'parking-shed': (brush) => {
    brush.box(0.2, 0.26, 0.6, HORIZON + 0.06 - 0.26, DARK);
    brush.shape(
      [
        [0.17, 0.28],
        [0.24, 0.16],
        [0.76, 0.16],
        [0.83, 0.28],
      ],
      STEEL,
    );
    for (let i = 0; i < 10; i += 1) brush.box(0.25 + i * 0.052, 0.16, 0.005, 0.12, WHITE);
    for (let i = 0; i < 8; i += 1) {
      const x = 0.23 + i * 0.07;
      const colour = [RED, BLUE, WHITE, YELLOW][i % 4] ?? RED;
      brush.disc(x, 0.545, 0.03, STEEL);
      brush.disc(x + 0.035, 0.545, 0.03, STEEL);
      brush.box(x, 0.475, 0.036, 0.05, colour);
      brush.box(x + 0.03, 0.43, 0.006, 0.06, WHITE);
    }
    brush.sign('GỬI XE', 0.5, 0.29, YELLOW, BLACK);
  },
  'pump-station': (brush) => {
    brush.box(0.79, 0.44, 0.21, 0.16, WATER);
    brush.box(0.53, 0.36, 0.2, HORIZON - 0.32, STONE);
    brush.box(0.6, 0.4, 0.06, 0.16, DARK);
    for (const x of [0.57, 0.68]) brush.box(x, 0.14, 0.014, 0.24, STEEL);
    brush.box(0.54, 0.08, 0.18, 0.14, BLUE);
    brush.disc(0.63, 0.085, 0.06, BLUE);
    brush.box(0.53, 0.13, 0.2, 0.012, WHITE);
    for (const y of [0.41, 0.48]) {
      brush.box(0.72, y, 0.14, 0.035, STEEL);
      brush.box(0.84, y, 0.02, 0.07, STEEL);
    }
  },
};

/** Over houses and trees that are painted already. */
export function drawLandmark(picture: Picture, landmark: Landmark): void {
  PAINTERS[landmark](new Brush(picture));
}
