/** Which part of time a page shows. Beside the components' state: a wheel moves it sixty times a second, and only the canvas follows at once. */
import { moved, type View } from './time-scale.ts';

/** One for each page. */
export class ViewStore {
  #view: View;
  readonly #listeners = new Set<() => void>();

  constructor(view: View) {
    this.#view = view;
  }

  /** For `useSyncExternalStore`. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Another object at each change. */
  readonly get = (): View => this.#view;

  readonly set = (view: View): void => {
    if (view.fromUnixMs === this.#view.fromUnixMs && view.toUnixMs === this.#view.toUnixMs) return;
    this.#view = view;
    for (const listener of this.#listeners) listener();
  };

  /** Moves so far that the instant is seen, in the middle when it was not. */
  readonly show = (unixMs: number): void => {
    const { fromUnixMs, toUnixMs } = this.#view;
    if (unixMs < fromUnixMs || unixMs > toUnixMs)
      this.set(moved(this.#view, unixMs - (fromUnixMs + toUnixMs) / 2));
  };
}
