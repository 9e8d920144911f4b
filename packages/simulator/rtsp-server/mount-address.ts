/** From the address in a request to the mount and track that it means. */
import type { Mount } from './server-options.ts';

/** What an address of a request means. */
export interface MountAddress {
  readonly mount: Mount;
  /** Null: the whole presentation. */
  readonly trackIndex: number | null;
}

/**
 * Tolerates what clients make of a Content-Base: doubled or missing slashes before `trackID`, a track behind a query,
 * any host.
 */
export function findMount(mounts: ReadonlyMap<string, Mount>, url: string): MountAddress | null {
  const path = /^rtsps?:\/\/[^/?]*(.*)$/i.exec(url)?.[1] ?? url;
  const parts = /^(.*?)\/*(?:trackID=(\d{1,3}))?\/*$/.exec(path);
  const mount = mounts.get(parts?.[1] ?? '') ?? mounts.get(path);
  if (mount === undefined) return null;
  const track = parts?.[2];
  return { mount, trackIndex: track === undefined ? null : Number(track) };
}
