/** What is shared by everything that makes or sends exports: one pool of transfers, and how files are named. */
import { Slots } from '../answer/slots.ts';
import { Turns } from '../answer/turns.ts';

/** Sent at one time, whoever asked and in whichever form: each reads the disk that recordings are written to. */
const MAX_TRANSFERS = 8;

/** Planned at one time: up to 200 MB each meanwhile, all on one thread. */
const MAX_PLANNED = 2;

/** The places of one site's transfers. */
export function createTransferSlots(): Slots {
  return new Slots(MAX_TRANSFERS, 'too-many-exports');
}

/** The turns of all that plans exports. */
export function createPlanningTurns(): Turns {
  return new Turns(MAX_PLANNED);
}
