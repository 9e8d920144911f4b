/** Cameras that the review page shows in step, so that a span is marked of, and that a dialog ticks: the server refuses exports of more. */
export const MOST_CAMERAS = 16;
