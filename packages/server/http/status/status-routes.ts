/** Routes that tell how the site is. */
import { OPERATOR_PROOF_HEADERS, proveOperatorToken } from '@matlang/keys';
import type { Arrival } from '../../access/door.ts';
import type { Scope } from '../../access/scope.ts';
import type { SomeHandlers } from '../registration/route-types.ts';
import { metricsText } from './metrics-text.ts';
import type { StatusService } from './status-service.ts';

type StatusRoutes = 'getStatus' | 'getMetrics' | 'getMetricsV1' | 'getHealth' | 'getHealthV1';

const NONCE = /^[A-Za-z0-9_-]{20,100}$/;

/** Handlers over the service. @param operatorToken commands of the data folder's owner ask whether it is known here */
export function statusRoutes(service: StatusService, operatorToken: string): SomeHandlers<StatusRoutes> {
  const metrics = async ({ scope }: { readonly scope: Scope }) =>
    ({
      status: 200,
      media: metricsText(await service.status(scope)),
      headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' },
    }) as const;
  const health = ({ arrival }: { readonly arrival: Arrival }) => {
    const nonce = arrival.headers[OPERATOR_PROOF_HEADERS.nonce];
    // Whoever listens elsewhere in our name must not get the proof from us by the network.
    const proven = arrival.entrance.from === 'this-machine' && typeof nonce === 'string' && NONCE.test(nonce);
    const headers = proven
      ? { [OPERATOR_PROOF_HEADERS.proof]: proveOperatorToken(operatorToken, nonce) }
      : {};
    return { status: 200, body: { ok: true }, headers } as const;
  };
  return {
    getStatus: async ({ scope, requester }) => ({
      status: 200,
      body: await service.status(scope, requester.address),
    }),
    getMetrics: metrics,
    getMetricsV1: metrics,
    getHealth: health,
    getHealthV1: health,
  };
}
