/** One hold in the list. */
import { Text } from '@mantine/core';
import type { HoldAnswer } from '@matlang/contract';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ask } from '../../api/client.ts';
import { useCameras } from '../../api/use-cameras.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { sizeText } from '../../i18n/size-text.ts';
import { dateText, durationText, instantText, spanText } from '../../i18n/time-text.ts';
import { ConfirmButton } from '../../page/confirm-button.tsx';
import classes from '../../page/page.module.css';
import { ReviewLink } from '../../page/review-link.tsx';
import { isOverdue } from './sort-holds.ts';

/** @param props.bytes that it keeps by itself; null while nobody knows */
export function HoldCard({
  hold,
  bytes,
  nowUnixMs,
}: {
  readonly hold: HoldAnswer;
  readonly bytes: number | null;
  readonly nowUnixMs: number;
}): ReactNode {
  const { t, language } = useSpeech();
  const { nameOf } = useCameras();
  const queries = useQueryClient();
  const overdue = isOverdue(hold, nowUnixMs);
  const lift = async (): Promise<void> => {
    try {
      await ask('liftHold', { params: { id: hold.id } });
    } finally {
      for (const key of ['holds', 'timeline', 'storage']) void queries.invalidateQueries({ queryKey: [key] });
    }
  };
  return (
    <article className={classes['card']} data-alert={overdue}>
      <div className={classes['row']}>
        <div className={classes['main']}>
          <div className={classes['title']}>{hold.reason}</div>
          <div>
            {nameOf(hold.cameraId)}, {spanText(hold.from, hold.to)}
          </div>
          <div className={classes['facts']}>
            {t('holdBy', { owner: hold.owner })}
            {bytes !== null && `; ${t('holdKeeps', { size: sizeText(bytes, language) })}`}
          </div>
          <Review hold={hold} overdueMs={overdue ? nowUnixMs - hold.reviewAt : null} />
        </div>
        <div className={classes['actions']}>
          <ReviewLink cameraId={hold.cameraId} fromUnixMs={hold.from} toUnixMs={hold.to} />
          {(hold.state === 'held' || hold.state === 'placing') && (
            <ConfirmButton label={t('holdLift')} sure={t('holdLiftSure')} onConfirm={lift} />
          )}
        </div>
      </div>
    </article>
  );
}

function Review({
  hold,
  overdueMs,
}: {
  readonly hold: HoldAnswer;
  readonly overdueMs: number | null;
}): ReactNode {
  const { t } = useSpeech();
  if (hold.state === 'lifted')
    return <Text size="sm">{t('holdLifted', { time: instantText(hold.liftedAt ?? hold.createdAt) })}</Text>;
  const state = hold.state === 'placing' ? 'holdPlacing' : hold.state === 'lifting' ? 'holdLifting' : null;
  return (
    <Text size="sm" fw={overdueMs === null ? 400 : 600}>
      {overdueMs === null ? (
        t('holdReview', { date: dateText(hold.reviewAt) })
      ) : (
        <>
          <IconAlertTriangle size={15} aria-hidden="true" style={{ verticalAlign: 'text-bottom' }} />{' '}
          {t('holdOverdue', { length: t(...durationText(overdueMs)) })} ({dateText(hold.reviewAt)})
        </>
      )}
      {state !== null && `; ${t(state)}`}
    </Text>
  );
}
