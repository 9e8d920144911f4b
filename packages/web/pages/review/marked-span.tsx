/** What is marked with I and O, and what can be done with it. */
import { Button } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { useSpeech } from '../../i18n/language.tsx';
import { instantText, lengthText, spanText } from '../../i18n/time-text.ts';
import type { Marks } from './review-address.ts';
import classes from './review-page.module.css';

const ExportDialog = lazy(async () => ({
  default: (await import('../../export/export-dialog.tsx')).ExportDialog,
}));
const BookmarkDialog = lazy(async () => ({
  default: (await import('../../bookmarks/bookmark-dialog.tsx')).BookmarkDialog,
}));
const HoldDialog = lazy(async () => ({ default: (await import('../../holds/hold-dialog.tsx')).HoldDialog }));

/** The dialogs load their code when they are opened for the first time. */
export function MarkedSpan({
  marks,
  cameras,
  onClear,
}: {
  readonly marks: Marks;
  readonly cameras: readonly string[];
  readonly onClear: () => void;
}): ReactNode {
  const { t } = useSpeech();
  const [dialog, setDialog] = useState<'export' | 'hold' | 'bookmark' | null>(null);
  const { fromUnixMs, toUnixMs } = marks;
  if (fromUnixMs === null && toUnixMs === null) return null;
  const isSpan = fromUnixMs !== null && toUnixMs !== null && fromUnixMs < toUnixMs;
  const shared = {
    cameras,
    fromUnixMs: fromUnixMs ?? 0,
    // A moment, for a bookmark.
    toUnixMs: toUnixMs ?? fromUnixMs ?? 0,
    onClose: () => setDialog(null),
  };
  return (
    <div className={classes['marks']} role="status">
      <span>{marksText(marks, t)}</span>
      {isSpan && (
        <>
          <Button size="compact-sm" onClick={() => setDialog('export')}>
            {t('exportSpan')}
          </Button>
          <Button size="compact-sm" variant="light" onClick={() => setDialog('hold')}>
            {t('holdSpan')}
          </Button>
        </>
      )}
      {(isSpan || toUnixMs === null) && (
        <Button size="compact-sm" variant="light" onClick={() => setDialog('bookmark')}>
          {t('bookmarkSpan')}
        </Button>
      )}
      <Button
        size="compact-sm"
        variant="subtle"
        aria-label={t('clearMarks')}
        title={t('clearMarks')}
        onClick={onClear}
      >
        <span className={classes['wideWord']}>{t('clearMarks')}</span>
        <IconX size={18} aria-hidden="true" className={classes['shortWord']} />
      </Button>
      <Suspense fallback={null}>
        {isSpan && dialog === 'export' && <ExportDialog {...shared} opened />}
        {isSpan && dialog === 'hold' && <HoldDialog {...shared} opened />}
        {dialog === 'bookmark' && <BookmarkDialog {...shared} opened />}
      </Suspense>
    </div>
  );
}

function marksText({ fromUnixMs, toUnixMs }: Marks, t: ReturnType<typeof useSpeech>['t']): string {
  if (fromUnixMs === null) return t('markedOut', { time: instantText(toUnixMs ?? 0) });
  if (toUnixMs === null) return t('markedIn', { time: instantText(fromUnixMs) });
  if (toUnixMs <= fromUnixMs) return t('markedWrong');
  return t('markedSpan', {
    span: spanText(fromUnixMs, toUnixMs),
    duration: lengthText(toUnixMs - fromUnixMs, t),
  });
}
