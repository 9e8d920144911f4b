/** In what capacity, by law, somebody is there: of the police, of the neighbourhood security team, of a firm. With dates, because people move on. */
import type { Permission } from '../access/permission.ts';
import { accept, type Checked, refuse } from '../law/checked.ts';

/** From the police to the resident. `investigator`: an officer of the commune's police who is authorised to investigate. */
export const LEGAL_CAPACITIES = [
  'police',
  'investigator',
  'official',
  'security-team',
  'contractor',
  'resident',
] as const;
/** One of LEGAL_CAPACITIES. */
export type LegalCapacity = (typeof LEGAL_CAPACITIES)[number];

/** Never deleted: what somebody did years ago was done in it. */
export interface PersonCapacity {
  readonly id: string;
  readonly personId: string;
  readonly capacity: LegalCapacity;
  readonly fromUnixMs: number;
  /** Excluded; null: until it is ended. */
  readonly untilUnixMs: number | null;
}

/** What an administrator gives to make one. */
export type CapacityDraft = Pick<PersonCapacity, 'capacity' | 'fromUnixMs' | 'untilUnixMs'>;

/** Of one person: more is a mistake. */
export const MAX_CAPACITIES = 50;

/** A period that ends before it begins is refused. */
export function checkCapacity(draft: CapacityDraft): Checked<CapacityDraft> {
  return draft.untilUnixMs !== null && draft.untilUnixMs <= draft.fromUnixMs
    ? refuse('until', 'span-order')
    : accept(draft);
}

const MAY_EXPORT: ReadonlySet<LegalCapacity> = new Set(['police', 'investigator', 'official']);
const EXPORTS: ReadonlySet<Permission> = new Set(['footage.export']);
const NOTHING: ReadonlySet<Permission> = new Set();

/**
 * What no role gives to somebody in these capacities: members of a security team, contractors and residents never take footage out of the house,
 * unless they are there in another capacity as well. Of whom nothing is known the roles alone decide.
 */
export function withheldFrom(
  capacities: readonly PersonCapacity[],
  atUnixMs: number,
): ReadonlySet<Permission> {
  const held = capacities.filter(
    ({ fromUnixMs, untilUnixMs }) => fromUnixMs <= atUnixMs && atUnixMs < (untilUnixMs ?? Infinity),
  );
  return held.length === 0 || held.some(({ capacity }) => MAY_EXPORT.has(capacity)) ? NOTHING : EXPORTS;
}
