/** Paints a time line when something changed, at most once a frame of the screen. */
import { drawOverlay, drawTimeline, type TimelineOverlay, type TimelinePicture } from './draw-timeline.ts';
import { toPixel } from './time-scale.ts';
import { layoutOf, type TimelineLayout } from './timeline-layout.ts';
import type { ViewStore } from './view-store.ts';

/** Where what it paints comes from. */
export interface PainterSource {
  readonly views: ViewStore;
  readonly instantUnixMs: () => number;
  readonly nowUnixMs: () => number;
}

/** One for each pair of canvases; `close` when they go. */
export class TimelinePainter {
  readonly #base: HTMLCanvasElement;
  readonly #over: HTMLCanvasElement;
  readonly #source: PainterSource;
  readonly #unsubscribe: () => void;
  #picture: TimelinePicture | null = null;
  #overlay: Omit<TimelineOverlay, 'instantUnixMs'> = {
    fromUnixMs: null,
    toUnixMs: null,
    pointerUnixMs: null,
  };
  #layout: TimelineLayout = layoutOf(0, 1);
  #baseChanged = true;
  #overChanged = true;
  #instantPixel = Number.NaN;
  #frame: number;

  constructor(base: HTMLCanvasElement, over: HTMLCanvasElement, source: PainterSource) {
    this.#base = base;
    this.#over = over;
    this.#source = source;
    this.#unsubscribe = source.views.subscribe(() => this.#change());
    this.#frame = requestAnimationFrame(this.#paint);
  }

  get layout(): TimelineLayout {
    return this.#layout;
  }

  setPicture(picture: TimelinePicture): void {
    this.#picture = picture;
    this.#change();
  }

  setOverlay(overlay: Omit<TimelineOverlay, 'instantUnixMs'>): void {
    this.#overlay = overlay;
    this.#overChanged = true;
  }

  setLayout(layout: TimelineLayout): void {
    this.#layout = layout;
    for (const canvas of [this.#base, this.#over]) {
      canvas.width = Math.round(layout.width * devicePixelRatio);
      canvas.height = Math.round(layout.height * devicePixelRatio);
    }
    this.#change();
  }

  close(): void {
    cancelAnimationFrame(this.#frame);
    this.#unsubscribe();
  }

  #change(): void {
    this.#baseChanged = true;
    this.#overChanged = true;
  }

  readonly #paint = (): void => {
    this.#frame = requestAnimationFrame(this.#paint);
    const { views, instantUnixMs, nowUnixMs } = this.#source;
    const picture = this.#picture;
    const { width, left } = this.#layout;
    if (picture === null || width === 0) return;
    const view = views.get();
    const instant = instantUnixMs();
    const pixel = Math.round(toPixel(view, width - left, instant) * devicePixelRatio);
    if (this.#baseChanged) {
      const context = contextOf(this.#base);
      if (context !== null) drawTimeline(context, this.#layout, view, picture, nowUnixMs());
    }
    if (this.#overChanged || pixel !== this.#instantPixel) {
      const context = contextOf(this.#over);
      const overlay = { ...this.#overlay, instantUnixMs: instant };
      if (context !== null) drawOverlay(context, this.#layout, view, overlay, picture.colours);
    }
    this.#instantPixel = pixel;
    this.#baseChanged = false;
    this.#overChanged = false;
  };
}

function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D | null {
  const context = canvas.getContext('2d');
  context?.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
  return context;
}
