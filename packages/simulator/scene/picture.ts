/** A picture in planar YUV 4:2:0 (I420) in one buffer, and the few ways in which the scene paints it. */

/** BT.601, limited range. */
export interface Colour {
  readonly y: number;
  readonly u: number;
  readonly v: number;
}

/** In pixels from the top left corner. */
export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** From red, green and blue of 0 to 255. */
export function colourOf(red: number, green: number, blue: number): Colour {
  return {
    y: Math.round(16 + (65.738 * red + 129.057 * green + 25.064 * blue) / 256),
    u: Math.round(128 + (-37.945 * red - 74.494 * green + 112.439 * blue) / 256),
    v: Math.round(128 + (112.439 * red - 94.154 * green - 18.285 * blue) / 256),
  };
}

/** Black of limited range: luma 16. */
export const BLACK = colourOf(0, 0, 0);

/** White of limited range: luma 235. */
export const WHITE = colourOf(255, 255, 255);

/** Black-green (all zero) until it is painted. */
export class Picture {
  readonly width: number;
  readonly height: number;
  /** Planes Y, U, V one after the other, rows without padding. */
  readonly data: Uint8Array;

  /** Sizes in pixels, even. */
  constructor(width: number, height: number) {
    if (width % 2 !== 0 || height % 2 !== 0) throw new TypeError(`size: ${width}x${height} is not even`);
    this.width = width;
    this.height = height;
    this.data = new Uint8Array((width * height * 3) / 2);
  }

  /** What lies outside is left out; chroma falls on even pixels. */
  paint(rectangle: Rectangle, colour: Colour): void {
    const { left, top, right, bottom } = this.#clip(rectangle);
    if (left >= right || top >= bottom) return;
    for (let row = top; row < bottom; row += 1) {
      this.data.fill(colour.y, row * this.width + left, row * this.width + right);
    }
    const half = this.width >> 1;
    const luma = this.width * this.height;
    const [from, to] = [left >> 1, (right + 1) >> 1];
    for (let row = top >> 1; row < (bottom + 1) >> 1; row += 1) {
      this.data.fill(colour.u, luma + row * half + from, luma + row * half + to);
      const v = luma + (luma >> 2) + row * half;
      this.data.fill(colour.v, v + from, v + to);
    }
  }

  disc(centreX: number, centreY: number, radius: number, colour: Colour): void {
    for (let dy = -radius; dy < radius; dy += 2) {
      const half = Math.round(Math.sqrt(radius * radius - dy * dy));
      this.paint({ x: centreX - half, y: centreY + dy, width: half * 2, height: 2 }, colour);
    }
  }

  /** The inside of corners that follow each other, in steps of two rows; edges may cross (even-odd). */
  polygon(corners: readonly { readonly x: number; readonly y: number }[], colour: Colour): void {
    const rows = corners.map(({ y }) => y);
    for (let y = Math.floor(Math.min(...rows) / 2) * 2; y < Math.max(...rows); y += 2) {
      const crossings = corners
        .flatMap((from, i) => crossingOf(from, corners[(i + 1) % corners.length] ?? from, y + 1))
        .toSorted((a, b) => a - b);
      for (let i = 0; i + 1 < crossings.length; i += 2) {
        const [left = 0, right = 0] = crossings.slice(i, i + 2);
        this.paint({ x: left, y, width: right - left, height: 2 }, colour);
      }
    }
  }

  /** Takes a rectangle over from a picture of the same size. */
  copyFrom(other: Picture, rectangle: Rectangle): void {
    const { left, top, right, bottom } = this.#clip(rectangle);
    if (left >= right || top >= bottom) return;
    for (let row = top; row < bottom; row += 1) {
      const at = row * this.width;
      this.data.set(other.data.subarray(at + left, at + right), at + left);
    }
    const half = this.width >> 1;
    const luma = this.width * this.height;
    for (const plane of [luma, luma + (luma >> 2)]) {
      for (let row = top >> 1; row < (bottom + 1) >> 1; row += 1) {
        const from = plane + row * half + (left >> 1);
        const to = plane + row * half + ((right + 1) >> 1);
        this.data.set(other.data.subarray(from, to), from);
      }
    }
  }

  #clip({ x, y, width, height }: Rectangle): { left: number; top: number; right: number; bottom: number } {
    return {
      left: Math.max(0, Math.round(x)),
      top: Math.max(0, Math.round(y)),
      right: Math.min(this.width, Math.round(x + width)),
      bottom: Math.min(this.height, Math.round(y + height)),
    };
  }
}

/** Where an edge meets a row: nothing or one place. */
function crossingOf(
  from: { readonly x: number; readonly y: number },
  to: { readonly x: number; readonly y: number },
  y: number,
): readonly number[] {
  if (from.y <= y === to.y <= y) return [];
  return [from.x + ((y - from.y) * (to.x - from.x)) / (to.y - from.y)];
}
