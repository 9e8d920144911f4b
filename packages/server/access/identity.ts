/** Who asks, what is written down of them, and what they may do. Made once a request, and once a live page. */
import { PERMISSIONS, Rights } from '@matlang/domain';
import type { Requester } from '../site/site-context.ts';

/** How somebody proved who they are. */
export type IdentityKind = 'local' | 'session' | 'token';

/** Of whoever asks. */
export interface Identity {
  readonly kind: IdentityKind;
  /** What goes to the audit log. */
  readonly requester: Requester;
  readonly rights: Rights;
}

const LOCAL_RIGHTS = Rights.all(PERMISSIONS, 'local');

/** While there are no accounts: whoever sits at this machine may do everything. */
export const localIdentity = (address: string | null): Identity => ({
  kind: 'local',
  requester: { actor: 'local', address },
  rights: LOCAL_RIGHTS,
});
