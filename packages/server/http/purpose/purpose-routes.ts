/** Routes of purposes. */
import type { PurposeAnswer } from '@matlang/contract';
import type { Purpose } from '@matlang/domain';
import type { Purposes } from '../../access/purposes.ts';
import type { SomeHandlers } from '../registration/route-types.ts';

type PurposeRoutes = 'listPurposes' | 'openPurpose' | 'closePurpose';

/** Handlers over the purposes. */
export function purposeRoutes(purposes: Purposes): SomeHandlers<PurposeRoutes> {
  return {
    listPurposes: async ({ identity }) => {
      const { open, recent } = await purposes.listOwn(identity);
      return { status: 200, body: { purposes: open.map(purposeAnswer), recent: [...recent] } };
    },
    openPurpose: async ({ body: { until, ...words }, identity, requester }) => {
      const draft = { ...words, untilUnixMs: until ?? null };
      return { status: 201, body: purposeAnswer(await purposes.open(draft, identity, requester)) };
    },
    closePurpose: async ({ params, identity, requester }) => ({
      status: 200,
      body: purposeAnswer(await purposes.close(params.id, identity, requester)),
    }),
  };
}

const purposeAnswer = ({
  id,
  kind,
  number,
  text,
  openedUnixMs,
  untilUnixMs,
  closedUnixMs,
}: Purpose): PurposeAnswer => ({
  id,
  kind,
  number,
  text,
  openedAt: openedUnixMs,
  until: untilUnixMs,
  closedAt: closedUnixMs,
});
