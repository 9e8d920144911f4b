/** What a store of cameras must offer. Reads inside a transaction see its writes. */
import type { Camera } from './camera.ts';

/**
 * The cameras of all sites in one database, removed ones among them: rows are never deleted, as footage and audit name
 * them.
 */
export interface CameraStore {
  /** In the order they were added; removed ones only when asked for. */
  list(siteId: string, options: { readonly withRemoved: boolean }): Promise<readonly Camera[]>;
  /** Also a removed one. */
  find(siteId: string, id: string): Promise<Camera | null>;
  insert(camera: Camera): Promise<void>;
  /** Replaces the row whose revision is one less than the given; false when it has another. */
  replace(camera: Camera): Promise<boolean>;
}
