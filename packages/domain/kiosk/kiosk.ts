/** A screen at a police post that many look at and nobody is signed in at: it shows live pictures, and for an officer with a PIN the last half hour. */

import { MAX_GRANT_CAMERAS } from '../access/grant.ts';
import { accept, type Checked, refuse } from '../law/checked.ts';
import { checkText } from '../text/checked-text.ts';

/** How far back a screen shows recordings, for whomever. */
export const KIOSK_WINDOW_MS = 30 * 60_000;

/** A screen's row. Never deleted: the log names it. */
export interface Kiosk {
  readonly id: string;
  readonly siteId: string;
  readonly name: string;
  /** Null: the whole site, with cameras that are added later. */
  readonly cameraIds: readonly string[] | null;
  readonly createdBy: string;
  readonly createdUnixMs: number;
  /** Until when its code lets a browser become this screen; of no meaning once one has. */
  readonly codeEndsUnixMs: number;
  /** When a browser became it; null: none has. */
  readonly pairedUnixMs: number | null;
  readonly seenUnixMs: number | null;
  /** From where it was last seen. */
  readonly address: string | null;
  readonly revokedUnixMs: number | null;
}

/** What an administrator gives to make one. */
export type KioskDraft = Pick<Kiosk, 'name' | 'cameraIds'>;

const MAX_NAME_CHARACTERS = 60;

/** The draft in the form in which it is kept. */
export function checkKiosk({ name: typed, cameraIds: named }: KioskDraft): Checked<KioskDraft> {
  const name = checkText('name', typed, { maxCharacters: MAX_NAME_CHARACTERS });
  if (!name.ok) return name;
  if (named === null) return accept({ name: name.value, cameraIds: null });
  const cameraIds = [...new Set(named)];
  if (cameraIds.length === 0) return refuse('cameras', 'too-few', 1);
  if (cameraIds.length > MAX_GRANT_CAMERAS) return refuse('cameras', 'too-many', MAX_GRANT_CAMERAS);
  return accept({ name: name.value, cameraIds });
}
