/** Routes that tell how the site is. */
import type { Scope } from '../../access/scope.ts';
import type { SomeHandlers } from '../registration/route-types.ts';
import { metricsText } from './metrics-text.ts';
import type { StatusService } from './status-service.ts';

type StatusRoutes = 'getStatus' | 'getMetrics' | 'getMetricsV1' | 'getHealth' | 'getHealthV1';

/** Handlers over the service. */
export function statusRoutes(service: StatusService): SomeHandlers<StatusRoutes> {
  const metrics = async ({ scope }: { readonly scope: Scope }) =>
    ({
      status: 200,
      media: metricsText(await service.status(scope)),
      headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' },
    }) as const;
  const health = () => ({ status: 200, body: { ok: true } }) as const;
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
