/** Who has which role: where, and from when until when. One person may have several. */
import { accept, type Checked, refuse } from '../law/checked.ts';

/** A role that a person has. Ended by its date, or by `endedUnixMs` when somebody took it away; never deleted, the log names it. */
export interface Grant {
  readonly id: string;
  readonly siteId: string;
  readonly personId: string;
  readonly roleId: string;
  /** Null: the whole site, with cameras that are added later. */
  readonly cameraIds: readonly string[] | null;
  readonly fromUnixMs: number;
  /** Excluded; null: until it is taken away. */
  readonly untilUnixMs: number | null;
  /** When somebody took it away: over from then on, whatever the clock says later. */
  readonly endedUnixMs: number | null;
}

/** What an administrator gives to make one. */
export type GrantDraft = Pick<Grant, 'personId' | 'roleId' | 'cameraIds' | 'fromUnixMs' | 'untilUnixMs'>;

/** Of one grant: more is the whole site, or an area. */
export const MAX_GRANT_CAMERAS = 256;

/** A period that ends before it begins, or a grant for no camera, is refused. */
export function checkGrant(draft: GrantDraft): Checked<GrantDraft> {
  if (draft.untilUnixMs !== null && draft.untilUnixMs <= draft.fromUnixMs)
    return refuse('until', 'span-order');
  if (draft.cameraIds === null) return accept(draft);
  const cameraIds = [...new Set(draft.cameraIds)];
  if (cameraIds.length === 0) return refuse('cameras', 'too-few', 1);
  if (cameraIds.length > MAX_GRANT_CAMERAS) return refuse('cameras', 'too-many', MAX_GRANT_CAMERAS);
  return accept({ ...draft, cameraIds });
}
