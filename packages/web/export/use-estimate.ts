/** Asks what an export would be, a moment after the last change. */
import { useDebouncedValue } from '@mantine/hooks';
import type { ExportEstimateAnswer } from '@matlang/contract';
import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { ask } from '../api/client.ts';
import type { WholeSpan } from '../span/span-fields.tsx';

/** While somebody types nothing is asked. */
const QUIET_MS = 300;
/** Never asked: the query is off then. */
const NOTHING = { cameras: '', from: '0', to: '0' };

/** Nothing is asked without cameras or a span. */
export function useEstimate(
  cameras: readonly string[],
  span: WholeSpan | null,
  stream: 'main' | 'sub',
): UseQueryResult<ExportEstimateAnswer> {
  const ids = cameras.join(',');
  const from = span?.fromUnixMs;
  const to = span?.toUnixMs;
  const wished = useMemo(
    () =>
      ids === '' || from === undefined || to === undefined
        ? null
        : { cameras: ids, from: String(from), to: String(to), stream },
    [ids, from, to, stream],
  );
  const [asked] = useDebouncedValue(wished, QUIET_MS);
  return useQuery({
    queryKey: ['export-estimate', asked],
    enabled: asked !== null,
    placeholderData: (last) => (asked === null ? undefined : last),
    queryFn: ({ signal }) => ask('estimateExport', { query: asked ?? NOTHING, signal }),
  });
}
