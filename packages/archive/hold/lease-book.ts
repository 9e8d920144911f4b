/**
 * Leases: spans that are being read (an export on its way) and may not vanish meanwhile. They live in memory only: a
 * recorder that starts again has none, and a reader then hears that its segment is gone.
 */
import { ArchiveError } from '../port/archive-error.ts';
import type { HeldSpan } from './held-spans.ts';

/** More exports at once than this nobody reads. */
export const MAX_LEASES = 1000;

/** A span that is being read. From `expiresUnixMs` on (site time) it keeps nothing, released or not. */
export interface Lease extends HeldSpan {
  readonly cameraId: string;
  readonly expiresUnixMs: number;
}

/** The leases of one volume, by id; at most `MAX_LEASES`. */
export class LeaseBook {
  readonly #leases = new Map<string, Lease>();

  /** A known id is replaced: that is how a lease is extended. @throws ArchiveError `lease-limit` */
  add(id: string, lease: Lease): void {
    if (!this.#leases.has(id) && this.#leases.size >= MAX_LEASES) {
      throw new ArchiveError('lease-limit', `${MAX_LEASES} leases are given already`, { limit: MAX_LEASES });
    }
    this.#leases.set(id, lease);
  }

  remove(id: string): void {
    this.#leases.delete(id);
  }

  /** Of a camera, those not expired; expired ones are forgotten. */
  active(cameraId: string, nowUnixMs: number): Lease[] {
    for (const [id, lease] of this.#leases) if (lease.expiresUnixMs <= nowUnixMs) this.#leases.delete(id);
    return [...this.#leases.values()].filter((lease) => lease.cameraId === cameraId);
  }
}
