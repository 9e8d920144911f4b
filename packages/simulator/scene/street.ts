/** The still part of a scene: sky, houses, trees, a road. Drawn once a camera, different by its seed. */
import { createSeededRandom, type SeededRandom } from '../seeded-random.ts';
import { colourOf, Picture } from './picture.ts';

const SKY_BANDS = 12;
const WALLS = [
  [214, 196, 150],
  [190, 205, 190],
  [205, 170, 150],
  [180, 190, 210],
  [222, 214, 200],
] as const;
/** Shares of the height. */
export const HORIZON = 0.52;

/** Where the road begins, as a share of the height from the top. */
export const ROAD_TOP = 0.62;

/** Where the road ends, as a share of the height from the top. */
export const ROAD_BOTTOM = 0.9;

/** The same seed gives the same street, in any size. */
export function drawStreet(width: number, height: number, seed: number): Picture {
  const picture = new Picture(width, height);
  const random = createSeededRandom(seed);
  for (let band = 0; band < SKY_BANDS; band += 1) {
    const light = band * 6;
    const y = (height * HORIZON * band) / SKY_BANDS;
    const bandHeight = height * HORIZON;
    picture.paint({ x: 0, y, width, height: bandHeight }, colourOf(140 + light, 175 + light, 205 + band * 3));
  }
  drawHouses(picture, random);
  drawGround(picture);
  drawTrees(picture, random);
  return picture;
}

function drawHouses(picture: Picture, random: SeededRandom): void {
  const { width, height } = picture;
  for (let x = 0; x < width; ) {
    const houseWidth = width * (0.08 + random.next() * 0.09);
    const top = height * (0.2 + random.next() * 0.2);
    const [red, green, blue] = WALLS[random.uint32() % WALLS.length] ?? WALLS[0];
    picture.paint(
      { x, y: top, width: houseWidth, height: height * HORIZON - top },
      colourOf(red, green, blue),
    );
    picture.paint(
      { x, y: top - height * 0.03, width: houseWidth, height: height * 0.03 },
      colourOf(130, 60, 45),
    );
    const pane = colourOf(60, 75, 90);
    for (let wy = top + height * 0.04; wy < height * (HORIZON - 0.12); wy += height * 0.09) {
      for (let wx = x + houseWidth * 0.15; wx < x + houseWidth * 0.75; wx += houseWidth * 0.35) {
        picture.paint({ x: wx, y: wy, width: houseWidth * 0.2, height: height * 0.05 }, pane);
      }
    }
    picture.paint(
      {
        x: x + houseWidth * 0.35,
        y: height * (HORIZON - 0.1),
        width: houseWidth * 0.3,
        height: height * 0.1,
      },
      colourOf(90, 60, 40),
    );
    x += houseWidth + width * 0.006;
  }
}

function drawGround(picture: Picture): void {
  const { width, height } = picture;
  picture.paint(
    { x: 0, y: height * HORIZON, width, height: height * (1 - HORIZON) },
    colourOf(165, 160, 150),
  );
  picture.paint(
    { x: 0, y: height * ROAD_TOP, width, height: height * (ROAD_BOTTOM - ROAD_TOP) },
    colourOf(85, 85, 88),
  );
  const middle = height * ((ROAD_TOP + ROAD_BOTTOM) / 2);
  for (let x = 0; x < width; x += width / 16) {
    picture.paint(
      { x, y: middle, width: width / 32, height: Math.max(2, height / 120) },
      colourOf(230, 230, 215),
    );
  }
}

function drawTrees(picture: Picture, random: SeededRandom): void {
  const { width, height } = picture;
  for (let i = 0; i < 4; i += 1) {
    const x = width * (0.1 + i * 0.25 + random.next() * 0.1);
    picture.paint({ x: x - 3, y: height * 0.42, width: 6, height: height * 0.16 }, colourOf(95, 70, 50));
    picture.disc(Math.round(x), Math.round(height * 0.38), Math.round(height * 0.07), colourOf(60, 110, 55));
  }
}
