/** How far each camera's picture is zoomed, beside the components' state: a wheel that turns draws one picture anew and not the page. */
import { WHOLE, type Zoom } from './zoom.ts';
import type { HeldZoom } from './zoomable.tsx';

/** By the cameras' ids; whole pictures are left out. */
export type Zooms = Readonly<Record<string, Zoom>>;

/** One for each page. */
export class ZoomStore {
  readonly #zooms = new Map<string, Zoom>();
  readonly #held = new Map<string, HeldZoom>();
  readonly #listeners = new Set<() => void>();

  constructor(zooms: Zooms) {
    this.setAll(zooms);
  }

  /** @returns the same object for the same camera */
  of(cameraId: string): HeldZoom {
    const known = this.#held.get(cameraId);
    if (known !== undefined) return known;
    const held: HeldZoom = {
      get: () => this.#get(cameraId),
      change: (change) => {
        this.#zooms.set(cameraId, change(this.#get(cameraId)));
        this.#tell();
      },
      subscribe: (listener) => {
        this.#listeners.add(listener);
        return () => this.#listeners.delete(listener);
      },
    };
    this.#held.set(cameraId, held);
    return held;
  }

  all(): Zooms {
    return Object.fromEntries([...this.#zooms].filter(([, { scale }]) => scale > 1));
  }

  setAll(zooms: Zooms): void {
    this.#zooms.clear();
    for (const [cameraId, zoom] of Object.entries(zooms)) this.#zooms.set(cameraId, zoom);
    this.#tell();
  }

  #get(cameraId: string): Zoom {
    return this.#zooms.get(cameraId) ?? WHOLE;
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
