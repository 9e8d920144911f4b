/** What is kept from deletion: why, by whom, until when somebody looks again; overdue ones first. */
import { Alert, Button, Switch } from '@mantine/core';
import type { HoldAnswer } from '@matlang/contract';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { ask } from '../../api/client.ts';
import { useCameras } from '../../api/use-cameras.ts';
import { useSiteNow } from '../../app/use-site-now.ts';
import { HoldDialog } from '../../holds/hold-dialog.tsx';
import { useSpeech } from '../../i18n/language.tsx';
import classes from '../../page/page.module.css';
import { Empty, LoadState, Page } from '../../page/page.tsx';
import { HoldCard } from './hold-card.tsx';
import { isOverdue, sortHolds } from './sort-holds.ts';

/** Drawn at one time; a site has 1000 at most. */
const PAGE = 50;
const NEW_SPAN_MS = 600_000;

/** The page at `/holds`. */
export function HoldsPage(): ReactNode {
  const { t } = useSpeech();
  const [withLifted, setWithLifted] = useState(false);
  const [shown, setShown] = useState(PAGE);
  const holds = useQuery({
    queryKey: ['holds', withLifted],
    queryFn: ({ signal }) => ask('listHolds', { query: { lifted: withLifted ? 'true' : 'false' }, signal }),
    placeholderData: (last) => last,
    refetchInterval: 15_000,
  });
  const storage = useQuery({ queryKey: ['storage'], queryFn: ({ signal }) => ask('getStorage', { signal }) });
  // Holds and the time come from the same server: only for a moment there is the one without the other.
  const nowUnixMs = useSiteNow()?.() ?? 0;
  const sorted = sortHolds(holds.data?.holds ?? [], nowUnixMs);
  const overdue = sorted.filter((hold) => isOverdue(hold, nowUnixMs)).length;
  const bytesOf = (hold: HoldAnswer): number | null =>
    storage.data?.holds.find(({ holdId }) => holdId === hold.id)?.bytes ?? null;
  return (
    <Page
      title={t('holds')}
      actions={
        <>
          <Switch
            label={t('holdsShowLifted')}
            checked={withLifted}
            onChange={(event) => setWithLifted(event.currentTarget.checked)}
          />
          <NewHold />
        </>
      }
    >
      <LoadState query={holds} />
      {overdue > 0 && <Alert color="orange">{t('holdsOverdue', { count: overdue })}</Alert>}
      {holds.data !== undefined && sorted.length === 0 && <Empty>{t('holdsEmpty')}</Empty>}
      <ul className={classes['list']}>
        {sorted.slice(0, shown).map((hold) => (
          <li key={hold.id}>
            <HoldCard hold={hold} bytes={bytesOf(hold)} nowUnixMs={nowUnixMs} />
          </li>
        ))}
      </ul>
      {sorted.length > shown && (
        <Button variant="default" onClick={() => setShown((now) => now + PAGE)}>
          {t('showMore')}
        </Button>
      )}
    </Page>
  );
}

function NewHold(): ReactNode {
  const { t } = useSpeech();
  const { cameras } = useCameras();
  const now = useSiteNow();
  const [span, setSpan] = useState<{ readonly fromUnixMs: number; readonly toUnixMs: number } | null>(null);
  const begin = (): void => {
    if (now === null) return;
    const toUnixMs = Math.floor(now() / 60_000) * 60_000;
    setSpan({ fromUnixMs: toUnixMs - NEW_SPAN_MS, toUnixMs });
  };
  return (
    <>
      <Button leftSection={<IconPlus size={16} />} onClick={begin} disabled={now === null}>
        {t('holdNew')}
      </Button>
      {span !== null && (
        <HoldDialog
          {...span}
          cameras={cameras.slice(0, 1).map(({ id }) => id)}
          opened
          onClose={() => setSpan(null)}
        />
      )}
    </>
  );
}
