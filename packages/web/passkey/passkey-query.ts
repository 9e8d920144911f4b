/** One's own passkeys, and whether an authenticator is set up besides. */
import { queryOptions } from '@tanstack/react-query';
import { ask } from '../api/client.ts';

/** Asked once for all that look at it. */
export const PASSKEYS_QUERY = queryOptions({
  queryKey: ['passkeys'],
  queryFn: ({ signal }) => ask('listPasskeys', { signal }),
});
