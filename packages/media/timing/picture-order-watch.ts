/** How many pictures were passed in output order: what picture order counts say of the reorder depth. */

/** No codec lets more pictures wait. */
const MAX_WATCHED = 16;

/** Remembers the 16 highest counts since picture order started. */
export class PictureOrderWatch {
  /** The highest counts since order started, ascending; at most MAX_WATCHED. */
  #highest: number[] = [];

  /**
   * @param pictureOrderCount in decoding order; null: unknown, says nothing
   * @returns how many earlier pictures come after this one in output; null: unknown
   */
  passed(pictureOrderCount: number | null, startsOrder: boolean): number | null {
    if (startsOrder) this.#highest = [];
    if (pictureOrderCount === null) return null;
    let position = this.#highest.length;
    while (position > 0 && (this.#highest[position - 1] ?? 0) > pictureOrderCount) position -= 1;
    const passed = this.#highest.length - position;
    this.#highest.splice(position, 0, pictureOrderCount);
    if (this.#highest.length > MAX_WATCHED) this.#highest.shift();
    return passed;
  }
}
