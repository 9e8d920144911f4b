/** What a store of holds must offer. */
import type { Hold, HoldState } from './hold.ts';

/** The holds of all sites in one database; lifted ones stay as rows. */
export interface HoldStore {
  /** Newest first. */
  list(
    siteId: string,
    options: { readonly withLifted: boolean; readonly limit: number },
  ): Promise<readonly Hold[]>;
  find(siteId: string, id: string): Promise<Hold | null>;
  insert(hold: Hold): Promise<void>;
  remove(siteId: string, id: string): Promise<void>;
  /** @returns false where the state is no longer `from`: somebody else decided meanwhile, and nothing is changed. */
  changeState(
    siteId: string,
    id: string,
    change: { readonly from: HoldState; readonly to: HoldState; readonly liftedUnixMs: number | null },
  ): Promise<boolean>;
}
