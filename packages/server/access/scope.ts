/** For which cameras whoever asks has the route's permission: what a handler looks at where the door could not (`seen`, `held`). */

/** Of one request, at its time. */
export class Scope {
  readonly #cameraIds: ReadonlySet<string> | null;

  /** @param cameraIds null: all that there are */
  constructor(cameraIds: ReadonlySet<string> | null) {
    this.#cameraIds = cameraIds;
  }

  has(cameraId: string): boolean {
    return this.#cameraIds?.has(cameraId) ?? true;
  }

  /** Of a thing that is about several: who may not see one of them sees nothing of it. */
  hasAll(cameraIds: readonly string[]): boolean {
    return cameraIds.every((cameraId) => this.has(cameraId));
  }
}
