/** How the site is reached; asked again by itself, because the machine's addresses change. */
import { queryOptions } from '@tanstack/react-query';
import { ask } from '../../api/client.ts';

/** Asked once for all that look at it. */
export const NETWORK_QUERY = queryOptions({
  queryKey: ['network'],
  queryFn: ({ signal }) => ask('getNetworkSettings', { signal }),
  refetchInterval: 10_000,
});
