/**
 * What tiles say against what they show: five times a second, in the page, the state of each tile and the number in its picture; and from
 * the camera when that picture was sent. So a picture's age is known without any clock of the application's.
 */
import { readFrameStrip } from '@matlang/simulator';
import type { Page } from 'playwright-core';
import type { NumberedCamera } from '../rig/numbered-camera.ts';

const EVERY_MS = 200;
const STRIP_BLOCKS = 32;
/** The smallest picture of which readFrameStrip looks at one row: of 45 the last. */
const STRIP_ROWS = 45;

/** A tile at an instant. */
export interface TileSample {
  /** By the clock of the machine, whatever the page was told. */
  readonly atUnixMs: number;
  readonly state: string;
  readonly text: string;
  /** How old the picture on show is; null: it has no number, or the camera did not send it since the test began. */
  readonly ageMs: number | null;
}

interface RawSample {
  readonly atUnixMs: number;
  readonly state: string;
  readonly text: string;
  readonly strip: readonly number[] | null;
}

/** Runs in the page, before anything of its own. `Date.now` may be changed by a test. */
const SCRIPT = `{
  const now = Date.now.bind(Date);
  const canvas = document.createElement('canvas');
  canvas.width = 512; canvas.height = 288;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  const stripOf = (video) => {
    if (video === null || video.videoWidth !== 512 || video.readyState < 2) return null;
    context.drawImage(video, 0, 0);
    const row = context.getImageData(0, 285, 512, 1).data;
    return Array.from({ length: ${STRIP_BLOCKS} }, (_, i) => row[(i * 16 + 8) * 4 + 1]);
  };
  globalThis.tileSamples = [];
  setInterval(() => {
    for (const tile of document.querySelectorAll('[data-state]'))
      globalThis.tileSamples.push({
        atUnixMs: now(), state: tile.dataset.state, text: tile.textContent, strip: stripOf(tile.querySelector('video')),
      });
  }, ${EVERY_MS});
}`;

/** Of a page with tiles of one camera, whose pictures have a strip. */
export class TileWitness {
  readonly #page: Page;
  readonly #camera: NumberedCamera;

  private constructor(page: Page, camera: NumberedCamera) {
    this.#page = page;
    this.#camera = camera;
  }

  /** Before the page is opened. */
  static async install(page: Page, camera: NumberedCamera): Promise<TileWitness> {
    await page.addInitScript(SCRIPT);
    return new TileWitness(page, camera);
  }

  /** Everything since the last call. */
  async take(): Promise<readonly TileSample[]> {
    const raw = await this.#page.evaluate<readonly RawSample[]>('globalThis.tileSamples.splice(0)');
    return raw.map(({ atUnixMs, state, text, strip }) => ({
      atUnixMs,
      state,
      text,
      ageMs: strip === null ? null : this.#ageAt(atUnixMs, strip),
    }));
  }

  #ageAt(atUnixMs: number, strip: readonly number[]): number | null {
    const luma = new Uint8Array(STRIP_BLOCKS * STRIP_ROWS);
    luma.set(strip, STRIP_BLOCKS * (STRIP_ROWS - 1));
    const number = readFrameStrip(luma, STRIP_BLOCKS, STRIP_ROWS);
    const sent = this.#camera.sent.find((picture) => picture.number === number);
    return sent === undefined ? null : atUnixMs - (performance.timeOrigin + sent.atMonotonicMs);
  }
}
