/** The route by which the administrator's duty is handed over. */
import type { FreshProof } from '../../access/fresh-proof.ts';
import type { Handover } from '../../access/handover.ts';
import { signedInOf } from '../../access/identity.ts';
import type { SiteContext } from '../../site/site-context.ts';
import type { SomeHandlers } from '../registration/route-types.ts';

/** What the route works with. */
export interface HandoverRouteParts {
  readonly context: SiteContext;
  readonly handover: Handover;
  readonly freshProof: FreshProof;
}

/** By who has the duty, in person. */
export function handoverRoutes({
  context,
  handover,
  freshProof,
}: HandoverRouteParts): SomeHandlers<'handOver'> {
  return {
    handOver: async ({ identity, body, requester }) => {
      const { person } = freshProof.require(signedInOf(identity));
      const { from, to, atUnixMs, seq } = await handover.handOver(person, body.personId, requester);
      const party = ({ userName, name, position }: typeof to) => ({ userName, name, position });
      return {
        status: 201,
        body: { siteName: context.siteName, at: atUnixMs, from: party(from), to: party(to), seq },
      };
    },
  };
}
