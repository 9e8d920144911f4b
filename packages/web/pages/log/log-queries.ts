/** The log page by page: older ones are fetched behind those that are shown. */
import type { AuditEntryAnswer } from '@matlang/contract';
import { useInfiniteQuery } from '@tanstack/react-query';
import { ask } from '../../api/client.ts';
import { type LogSearch, logQuery } from './log-address.ts';

const PAGE = 50;

/** The question for a filter; each page is written down as one reading at most. */
export function useLogPages(search: LogSearch) {
  const asked = logQuery(search);
  return useInfiniteQuery({
    queryKey: ['audit', asked],
    queryFn: ({ pageParam, signal }) =>
      ask('readAudit', {
        query: {
          ...asked,
          limit: String(PAGE),
          ...(pageParam === null ? {} : { before: String(pageParam) }),
        },
        signal,
      }),
    initialPageParam: null as number | null,
    getNextPageParam: ({ next }) => next,
    // It is a record of what was, and asking again would show it anew from the top.
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
}

/** What is shown of an entry, and what cameras and people in it are called. */
export interface ShownLog {
  readonly entries: readonly AuditEntryAnswer[];
  readonly names: ReadonlyMap<string, string>;
}

/** All pages so far as one. */
export function shownLog(pages: readonly ShownPage[]): ShownLog {
  return {
    entries: pages.flatMap(({ entries }) => entries),
    names: new Map(pages.flatMap(({ names }) => Object.entries(names))),
  };
}

interface ShownPage {
  readonly entries: readonly AuditEntryAnswer[];
  readonly names: Readonly<Record<string, string>>;
}
