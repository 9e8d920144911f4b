/** What the site is called, and what its machine says: asked once for all that look at it. */
import { queryOptions } from '@tanstack/react-query';
import { ask } from '../../api/client.ts';

/** Name and area. */
export const SITE_QUERY = queryOptions({
  queryKey: ['site-settings'],
  queryFn: ({ signal }) => ask('getSiteSettings', { signal }),
});

/** With when it was asked and answered, by this device's clock: the machine's own lies between. */
export const MACHINE_QUERY = queryOptions({
  queryKey: ['machine'],
  queryFn: async ({ signal }) => {
    const askedAt = Date.now();
    const machine = await ask('getMachine', { signal });
    return { machine, askedAt, answeredAt: Date.now() };
  },
  refetchInterval: 10_000,
});
