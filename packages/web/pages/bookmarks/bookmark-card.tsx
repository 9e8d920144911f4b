/** One bookmark in the list. */
import { Button } from '@mantine/core';
import type { BookmarkAnswer } from '@matlang/contract';
import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ask } from '../../api/client.ts';
import { useCameras } from '../../api/use-cameras.ts';
import { actorText } from '../../i18n/actor-text.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { instantText, spanText } from '../../i18n/time-text.ts';
import { ConfirmButton } from '../../page/confirm-button.tsx';
import classes from '../../page/page.module.css';
import { ReviewLink } from '../../page/review-link.tsx';

/** Opens on the review page, is changed or removed. */
export function BookmarkCard({
  bookmark,
  onEdit,
}: {
  readonly bookmark: BookmarkAnswer;
  readonly onEdit: () => void;
}): ReactNode {
  const { t } = useSpeech();
  const { nameOf } = useCameras();
  const queries = useQueryClient();
  const { id, cameraId, from, to, title, note, createdBy, createdAt } = bookmark;
  const remove = async (): Promise<void> => {
    try {
      await ask('removeBookmark', { params: { id } });
    } finally {
      void queries.invalidateQueries({ queryKey: ['bookmarks'] });
    }
  };
  return (
    <article className={classes['card']}>
      <div className={classes['row']}>
        <div className={classes['main']}>
          <div className={classes['title']}>{title}</div>
          <div>
            {nameOf(cameraId)}, {from === to ? instantText(from) : spanText(from, to)}
          </div>
          <div className={classes['facts']}>
            {note !== '' && `${note}\n`}
            {t('bookmarkBy', { who: actorText(createdBy, t), time: instantText(createdAt) })}
          </div>
        </div>
        <div className={classes['actions']}>
          <ReviewLink cameraId={cameraId} fromUnixMs={from} toUnixMs={to} />
          <Button variant="default" onClick={onEdit}>
            {t('bookmarkEdit')}
          </Button>
          <ConfirmButton label={t('bookmarkRemove')} sure={t('bookmarkRemoveSure')} onConfirm={remove} />
        </div>
      </div>
    </article>
  );
}
