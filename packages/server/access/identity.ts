/** Who asks, what is written down of them, and what they may do. Made once a request, and once a live page. */
import { type Kiosk, PERMISSIONS, type Permission, type Person, Rights } from '@matlang/domain';
import { ApiError } from '../answer/api-error.ts';
import type { Requester } from '../site/site-context.ts';

/** A person who is signed in. */
export interface SignedIn {
  readonly person: Person;
  readonly sessionId: string;
  /** `to-set-up`: a role of theirs wants one, and until it is there it gives nothing that needs it. */
  readonly secondFactor: 'none' | 'shown' | 'to-set-up';
  /** When they last showed who they are. */
  readonly provedUnixMs: number;
}

/** Somebody who has shown a PIN at a shared screen, for as long as it counts. */
export interface KioskUnlock {
  readonly id: string;
  readonly person: Person;
  /** Aborted when it is over. */
  readonly over: AbortSignal;
}

/** A shared screen that asks. */
export interface AskingKiosk extends Pick<Kiosk, 'id' | 'name' | 'cameraIds'> {
  /** Aborted when it is revoked. */
  readonly revoked: AbortSignal;
  /** In this browser; null: it shows live only. */
  readonly unlock: KioskUnlock | null;
  /** Unix ms: nothing that was recorded before is shown there, to whomever. */
  readonly earliestUnixMs: number;
}

/** Of whoever asks. */
export interface Identity {
  /** `local`: sits at this machine, and there are no accounts. `operator`: a command of the data folder's owner. `token`: a script. `kiosk`: a shared screen. */
  readonly kind: 'local' | 'operator' | 'session' | 'token' | 'kiosk' | 'nobody';
  /** What goes to the audit log: a user name, or one of RESERVED_ACTORS. */
  readonly requester: Requester;
  readonly rights: Rights;
  readonly signedIn: SignedIn | null;
  /** Of a script's token. */
  readonly tokenId?: string;
  /** Of a shared screen. */
  readonly kiosk?: AskingKiosk;
}

/** @throws ApiError `not-permitted` */
export function kioskOf({ kiosk }: Identity): AskingKiosk {
  if (kiosk === undefined) throw new ApiError('not-permitted');
  return kiosk;
}

/** Before which nothing recorded is sent to whoever asks. Unix ms; of most people -Infinity. */
export const earliestOf = ({ kiosk }: Identity): number => kiosk?.earliestUnixMs ?? -Infinity;

/** A script, or this machine's own user, has no account of its own. @throws ApiError `sign-in-needed` */
export function signedInOf({ signedIn }: Identity): SignedIn {
  if (signedIn === null) throw new ApiError('sign-in-needed');
  return signedIn;
}

/** Whose work it is where no person is named; no user name may be one of these. */
export const RESERVED_ACTORS: ReadonlySet<string> = new Set([
  'local',
  'server',
  'recorder',
  'nobody',
  'test',
]);

const OWNER_RIGHTS = Rights.all(PERMISSIONS, 'local');
/** The first account is made by the set-up code, or by who owns the data folder: nobody gets in before by the side door. */
const LOCAL_RIGHTS = OWNER_RIGHTS.without(new Set(['people.manage']));

/** Whoever sits at this machine: may do everything but make accounts. */
export const localIdentity = (address: string | null): Identity => ({
  kind: 'local',
  requester: { actor: 'local', address },
  rights: LOCAL_RIGHTS,
  signedIn: null,
});

/** A command of the terminal, by whoever owns the data folder: may do that too. */
export const operatorIdentity = (address: string | null): Identity => ({
  ...localIdentity(address),
  kind: 'operator',
  rights: OWNER_RIGHTS,
});

const KIOSK_ROLES = new Map([['kiosk', { permissions: ['live.view'] as const }]]);
/** All that a screen takes of the rights of whoever opens recordings there. */
const UNLOCKED: ReadonlySet<Permission> = new Set(['footage.view']);

/**
 * A shared screen: its cameras live, and of whoever opened recordings there the same cameras' recordings, as far as the person may see them
 * now. @param personRights of that person; null: nobody did
 */
export function kioskIdentity(
  kiosk: AskingKiosk,
  personRights: Rights | null,
  address: string | null,
): Identity {
  const { name, cameraIds, unlock } = kiosk;
  const grant = { roleId: 'kiosk', cameraIds, fromUnixMs: -Infinity, untilUnixMs: null };
  const live = Rights.of([grant], KIOSK_ROLES);
  const shown = cameraIds === null ? null : new Set(cameraIds);
  return {
    kind: 'kiosk',
    requester:
      unlock === null
        ? { actor: `kiosk:${name}`, address }
        : { actor: unlock.person.userName, address, kiosk: name },
    rights: personRights === null ? live : live.and(personRights.within(UNLOCKED, shown)),
    signedIn: null,
    kiosk,
  };
}

/** Whoever comes without a name: to what is public. */
export const nobody = (address: string | null): Identity => ({
  kind: 'nobody',
  requester: { actor: 'nobody', address },
  rights: Rights.none,
  signedIn: null,
});
