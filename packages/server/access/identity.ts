/** Who asks, what is written down of them, and what they may do. Made once a request, and once a live page. */
import { PERMISSIONS, type Person, Rights } from '@matlang/domain';
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

/** Of whoever asks. */
export interface Identity {
  /** `local`: sits at this machine, and there are no accounts. `operator`: a command of the data folder's owner. `token`: a script. */
  readonly kind: 'local' | 'operator' | 'session' | 'token' | 'nobody';
  /** What goes to the audit log: a user name, or one of RESERVED_ACTORS. */
  readonly requester: Requester;
  readonly rights: Rights;
  readonly signedIn: SignedIn | null;
  /** Of a script's token. */
  readonly tokenId?: string;
}

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

/** Whoever comes without a name: to what is public. */
export const nobody = (address: string | null): Identity => ({
  kind: 'nobody',
  requester: { actor: 'nobody', address },
  rights: Rights.none,
  signedIn: null,
});
