/** Routes of holds. */
import type { HoldAnswer } from '@matlang/contract';
import type { Hold } from '@matlang/domain';
import { ApiError } from '../../answer/api-error.ts';
import type { Holds } from '../../jobs/holds.ts';
import type { CameraService } from '../camera/camera-service.ts';
import type { SomeHandlers } from '../registration/route-types.ts';

/** Handlers over the holds. */
export function holdRoutes(
  holds: Holds,
  cameras: CameraService,
): SomeHandlers<'listHolds' | 'placeHold' | 'liftHold'> {
  return {
    listHolds: async ({ query, scope }) => {
      const list = (await holds.list(query.lifted === 'true')).filter(({ cameraId }) => scope.has(cameraId));
      return { status: 200, body: { holds: list.map(holdAnswer) } };
    },
    placeHold: async ({ body, requester }) => {
      await cameras.get(body.cameraId);
      const { reason, owner } = body;
      const span = { startUnixMs: body.from, endUnixMs: body.to };
      const hold = await holds.place(
        body.cameraId,
        { ...span, reason, owner, reviewUnixMs: body.reviewAt },
        requester,
      );
      return { status: 201, body: holdAnswer(hold) };
    },
    liftHold: async ({ params, requester, scope }) => {
      const { cameraId } = await holds.get(params.id);
      if (!scope.has(cameraId)) throw new ApiError('hold-not-found');
      return { status: 200, body: holdAnswer(await holds.lift(params.id, requester)) };
    },
  };
}

function holdAnswer(hold: Hold): HoldAnswer {
  return {
    id: hold.id,
    cameraId: hold.cameraId,
    from: hold.startUnixMs,
    to: hold.endUnixMs,
    reason: hold.reason,
    owner: hold.owner,
    reviewAt: hold.reviewUnixMs,
    state: hold.state,
    createdAt: hold.createdUnixMs,
    liftedAt: hold.liftedUnixMs,
  };
}
