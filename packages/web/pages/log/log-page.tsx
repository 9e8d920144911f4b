/** Who did what, newest first: narrowed down, taken away as a file, and verified. */
import { Button, Text } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { addressOf } from '../../api/client.ts';
import { useCameras } from '../../api/use-cameras.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { Empty, LoadState, Page } from '../../page/page.tsx';
import { EntryTable } from './entry-table.tsx';
import { type LogSearch, logQuery } from './log-address.ts';
import { LogFilters } from './log-filters.tsx';
import classes from './log-page.module.css';
import { shownLog, useLogPages } from './log-queries.ts';
import { ProofPanel } from './proof-panel.tsx';

/** The page at `/log`. */
export function LogPage(): ReactNode {
  const { t } = useSpeech();
  const search: LogSearch = useSearch({ from: '/log' });
  const navigate = useNavigate();
  const { nameOf: cameraName } = useCameras();
  const log = useLogPages(search);
  const [wrong, setWrong] = useState<ReadonlySet<number>>(new Set());
  const { entries, names } = shownLog(log.data?.pages ?? []);
  const key = JSON.stringify(search);
  return (
    <Page title={t('log')} actions={<ExportButtons search={search} />}>
      <Text size="sm">{t('logWhat')}</Text>
      <LogFilters
        key={key}
        search={search}
        nameOf={(id) => names.get(id) ?? cameraName(id)}
        onSearch={(next) => void navigate({ to: '/log', search: next })}
      />
      {entries.length > 0 && (
        <ProofPanel key={`proof ${key}`} entries={entries} onWrong={(some) => setWrong(new Set(some))} />
      )}
      <LoadState query={log} />
      {log.data !== undefined && entries.length === 0 && !log.hasNextPage && <Empty>{t('logEmpty')}</Empty>}
      {entries.length > 0 && <EntryTable entries={entries} names={names} wrong={wrong} />}
      {log.data !== undefined && (
        <div className={classes['end']}>
          {log.hasNextPage ? (
            <Button
              variant="default"
              loading={log.isFetchingNextPage}
              onClick={() => void log.fetchNextPage()}
            >
              {t('logMore')}
            </Button>
          ) : (
            entries.length > 0 && <Text size="sm">{t('logEnd')}</Text>
          )}
        </div>
      )}
    </Page>
  );
}

/** Files with the filter of the page. */
function ExportButtons({ search }: { readonly search: LogSearch }): ReactNode {
  const { t, language } = useSpeech();
  const addressFor = (format: 'csv' | 'json'): string =>
    addressOf('exportAudit', { query: { ...logQuery(search), format, lang: language } });
  return (
    <>
      <Button component="a" variant="default" href={addressFor('csv')} download>
        {t('logExportCsv')}
      </Button>
      <Button component="a" variant="default" href={addressFor('json')} download>
        {t('logExportJson')}
      </Button>
    </>
  );
}
