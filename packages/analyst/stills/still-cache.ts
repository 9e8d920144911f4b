/** Pictures that were made, up to a number of bytes; the one that nobody asked for longest goes first. */

/** A picture with what is said of it. */
export interface Still {
  readonly jpeg: Uint8Array;
  readonly takenUnixMs: number;
  readonly final: boolean;
}

/** What an entry weighs besides its JPEG: key, object, places in the map. */
const ENTRY_BYTES = 512;

/** By the names of pictures. */
export class StillCache {
  readonly #mostBytes: number;
  /** In the order of the last use. */
  readonly #stills = new Map<string, Still>();
  #sizeBytes = 0;

  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes;
  }

  /** Of all that is kept. */
  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  get(key: string): Still | null {
    const still = this.#stills.get(key);
    if (still === undefined) return null;
    this.#stills.delete(key);
    this.#stills.set(key, still);
    return still;
  }

  /** One that is larger than all that may be kept is not. */
  set(key: string, still: Still): void {
    this.#drop(key);
    this.#stills.set(key, still);
    this.#sizeBytes += weightOf(still);
    for (const oldest of this.#stills.keys()) {
      if (this.#sizeBytes <= this.#mostBytes) break;
      this.#drop(oldest);
    }
  }

  #drop(key: string): void {
    const still = this.#stills.get(key);
    if (still === undefined) return;
    this.#stills.delete(key);
    this.#sizeBytes -= weightOf(still);
  }
}

function weightOf({ jpeg }: Still): number {
  return jpeg.length + ENTRY_BYTES;
}
