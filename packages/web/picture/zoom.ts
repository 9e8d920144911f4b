/** Digital zoom as numbers: how large the picture is drawn, and which part of it is seen. */

/** 1: the whole picture. */
export interface Zoom {
  readonly scale: number;
  /** Of the picture's middle from the frame's, in widths and heights of the frame. */
  readonly x: number;
  readonly y: number;
}

/** The whole picture. */
export const WHOLE: Zoom = { scale: 1, x: 0, y: 0 };
/** A face in a 1080p picture is 20 pixels then: beyond it there is nothing to see. */
export const MOST_ZOOM = 10;

const clamp = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value));

/** The picture always fills the frame: no more of the outside is shown than at scale 1, and nothing larger than `MOST_ZOOM`. */
export function bounded(zoom: Zoom): Zoom {
  const { x, y } = zoom;
  const scale = Math.min(MOST_ZOOM, zoom.scale);
  const most = (scale - 1) / 2;
  return scale <= 1 ? WHOLE : { scale, x: clamp(x, -most, most), y: clamp(y, -most, most) };
}

/** @param at what stays where it is, from the frame's middle, in widths and heights of the frame */
export function zoomedBy(zoom: Zoom, factor: number, at: { readonly x: number; readonly y: number }): Zoom {
  const scale = clamp(zoom.scale * factor, 1, MOST_ZOOM);
  const grown = scale / zoom.scale;
  return bounded({ scale, x: at.x - (at.x - zoom.x) * grown, y: at.y - (at.y - zoom.y) * grown });
}

/** @param by in widths and heights of the frame */
export function movedBy(zoom: Zoom, by: { readonly x: number; readonly y: number }): Zoom {
  return bounded({ scale: zoom.scale, x: zoom.x + by.x, y: zoom.y + by.y });
}
