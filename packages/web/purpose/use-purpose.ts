/** For what recordings are looked at in this session: stated once, named with each question for pictures. */
import type { PurposeAnswer, PurposeListAnswer } from '@matlang/contract';
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { use, useEffect } from 'react';
import { ask, onPurposeNeeded } from '../api/client.ts';
import { mayUse, useSession } from '../api/use-session.ts';
import { GivenPurpose } from './given-purpose.ts';

/** One that is over, or was ended in another tab, is seen by then; the server refuses pictures at once. */
const ASK_EVERY_MS = 60_000;

const PURPOSES_QUERY = queryOptions({
  queryKey: ['purposes'],
  queryFn: ({ signal }) => ask('listPurposes', { signal }),
  refetchInterval: ASK_EVERY_MS,
});

/** What was stated before, to be stated again. */
export type RecentPurpose = PurposeListAnswer['recent'][number];

/** Of this session. */
export interface PurposeState {
  /** False: nobody has an account here, and nothing is asked. */
  readonly needed: boolean;
  /** It is not known yet whether there is one. */
  readonly asking: boolean;
  /** The one that was stated last. */
  readonly current: PurposeAnswer | null;
  /** Newest first. */
  readonly recent: readonly RecentPurpose[];
}

/** Drawn anew when it changes. */
export function usePurpose(): PurposeState {
  const session = useSession();
  const isSignedIn = typeof session !== 'string' && session.state === 'signed-in';
  const needed = isSignedIn && mayUse(session, 'footage.view');
  const { data, isPending } = useQuery({ ...PURPOSES_QUERY, enabled: needed });
  return {
    needed,
    asking: needed && isPending,
    current: (needed ? data?.purposes.at(-1) : undefined) ?? null,
    recent: data?.recent ?? [],
  };
}

/** For the frame of a page that shows recordings: looks again when the server refuses them, because the purpose is over. */
export function usePurposeWatch(): void {
  const queries = useQueryClient();
  useEffect(
    () => onPurposeNeeded(() => void queries.invalidateQueries({ queryKey: PURPOSES_QUERY.queryKey })),
    [queries],
  );
}

/** As it is named in a question for pictures; null: left out, as long as nobody has an account. */
export function useFootagePurpose(): string | null {
  const own = usePurpose().current?.id ?? null;
  return use(GivenPurpose) ?? own;
}

/** Of an address or a question. */
export const purposeQuery = (purpose: string | null): { readonly purpose?: string } =>
  purpose === null ? {} : { purpose };

/** What is done about purposes; the list is right again when it is done. */
export interface PurposeActions {
  /** In the place of the one before. */
  readonly state: (words: RecentPurpose) => Promise<void>;
  readonly end: (purpose: PurposeAnswer) => Promise<void>;
}

/** One session works for one purpose at a time: another tab goes on with the newest. */
export function usePurposeActions(): PurposeActions {
  const queries = useQueryClient();
  const look = (): Promise<void> => queries.invalidateQueries({ queryKey: PURPOSES_QUERY.queryKey });
  const end = async (purpose: PurposeAnswer): Promise<void> => {
    try {
      await ask('closePurpose', { params: { id: purpose.id } });
    } finally {
      await look();
    }
  };
  return {
    state: async (words) => {
      const before = queries.getQueryData(PURPOSES_QUERY.queryKey)?.purposes ?? [];
      await ask('openPurpose', { body: words });
      await look();
      // It is stated: what is left open of before ends by itself.
      for (const one of before) await end(one).catch(() => undefined);
    },
    end,
  };
}
