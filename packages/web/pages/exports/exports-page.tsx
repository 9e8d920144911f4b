/** All exports: who asked for what, when, how it stands, and fetching it. */
import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { ask } from '../../api/client.ts';
import { useCameras } from '../../api/use-cameras.ts';
import { useSiteNow } from '../../app/use-site-now.ts';
import { ExportDialog } from '../../export/export-dialog.tsx';
import { isMoving } from '../../export/export-follow.tsx';
import { useSpeech } from '../../i18n/language.tsx';
import classes from '../../page/page.module.css';
import { Empty, LoadState, Page } from '../../page/page.tsx';
import { PurposeBar } from '../../purpose/purpose-bar.tsx';
import { ExportCard } from './export-card.tsx';

const PAGE = 20;
/** The page asks for all that it shows at each look: older ones are out of it. */
const MOST_PAGES = 10;
const MOVING_MS = 1000;
const STANDING_MS = 15_000;
const NEW_SPAN_MS = 600_000;

/** The page at `/exports`. */
export function ExportsPage(): ReactNode {
  const { t } = useSpeech();
  const { cameras } = useCameras();
  const now = useSiteNow();
  const [fresh, setFresh] = useState<{ readonly fromUnixMs: number; readonly toUnixMs: number } | null>(null);
  const list = useInfiniteQuery({
    queryKey: ['exports'],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      ask('listExports', {
        query: { limit: String(PAGE), ...(pageParam === '' ? {} : { before: pageParam }) },
        signal,
      }),
    getNextPageParam: ({ next }, pages) => (pages.length < MOST_PAGES ? next : null),
    refetchInterval: ({ state }) =>
      state.data?.pages.some((page) => page.exports.some(isMoving)) === true ? MOVING_MS : STANDING_MS,
  });
  const jobs = list.data?.pages.flatMap((page) => page.exports) ?? [];
  const begin = (): void => {
    if (now === null) return;
    const toUnixMs = Math.floor(now() / 60_000) * 60_000;
    setFresh({ fromUnixMs: toUnixMs - NEW_SPAN_MS, toUnixMs });
  };
  return (
    <Page
      title={t('exports')}
      actions={
        <Button leftSection={<IconPlus size={16} />} onClick={begin} disabled={now === null}>
          {t('exportNew')}
        </Button>
      }
    >
      <PurposeBar />
      <LoadState query={list} />
      {list.data !== undefined && jobs.length === 0 && <Empty>{t('exportsEmpty')}</Empty>}
      <ul className={classes['list']}>
        {jobs.map((job) => (
          <li key={job.id}>
            <ExportCard job={job} />
          </li>
        ))}
      </ul>
      {list.hasNextPage && (
        <Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t('showMore')}
        </Button>
      )}
      {fresh !== null && (
        <ExportDialog
          {...fresh}
          cameras={cameras.slice(0, 1).map(({ id }) => id)}
          opened
          onClose={() => setFresh(null)}
        />
      )}
    </Page>
  );
}
