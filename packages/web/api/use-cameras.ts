/** The questions for the site's cameras: those that are there, and for pages that speak of footage the removed ones too. */
import type { CameraAnswer } from '@matlang/contract';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { ask } from './client.ts';

/** Without removed ones; asked once for all pages that show it. */
export const CAMERAS_QUERY = queryOptions({
  queryKey: ['cameras'],
  queryFn: ({ signal }) => ask('listCameras', { signal }),
});

/** While they load there are none, and a name is the id's beginning. */
export interface Cameras {
  /** Without removed ones. */
  readonly cameras: readonly CameraAnswer[];
  /** Removed ones too: their footage may still be there. */
  readonly nameOf: (id: string) => string;
}

/** Asked once for all pages. */
export function useCameras(): Cameras {
  const { data } = useQuery({
    queryKey: ['cameras', 'with-removed'],
    queryFn: ({ signal }) => ask('listCameras', { query: { removed: 'true' }, signal }),
  });
  return useMemo(() => {
    const all = data?.cameras ?? [];
    const names = new Map(all.map(({ id, name }) => [id, name]));
    return {
      cameras: all.filter(({ removedAt }) => removedAt === null),
      nameOf: (id) => names.get(id) ?? id.slice(0, 8),
    };
  }, [data]);
}
