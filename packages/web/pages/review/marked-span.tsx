/** What is marked with I and O, and what can be done with it. */
import { Button } from '@mantine/core';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { useSpeech } from '../../i18n/language.tsx';
import { clockText, durationText, instantText } from '../../i18n/time-text.ts';
import type { Marks } from './review-address.ts';
import classes from './review-page.module.css';

const ExportDialog = lazy(async () => ({
  default: (await import('../../export/export-dialog.tsx')).ExportDialog,
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
  const [dialog, setDialog] = useState<'export' | 'hold' | null>(null);
  const { fromUnixMs, toUnixMs } = marks;
  if (fromUnixMs === null && toUnixMs === null) return null;
  const isSpan = fromUnixMs !== null && toUnixMs !== null && fromUnixMs < toUnixMs;
  const shared = {
    cameras,
    fromUnixMs: fromUnixMs ?? 0,
    toUnixMs: toUnixMs ?? 0,
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
      <Button size="compact-sm" variant="subtle" onClick={onClear}>
        {t('clearMarks')}
      </Button>
      <Suspense fallback={null}>
        {isSpan && dialog === 'export' && <ExportDialog {...shared} opened />}
        {isSpan && dialog === 'hold' && <HoldDialog {...shared} opened />}
      </Suspense>
    </div>
  );
}

function marksText({ fromUnixMs, toUnixMs }: Marks, t: ReturnType<typeof useSpeech>['t']): string {
  if (fromUnixMs === null) return t('markedOut', { time: instantText(toUnixMs ?? 0) });
  if (toUnixMs === null) return t('markedIn', { time: instantText(fromUnixMs) });
  if (toUnixMs <= fromUnixMs) return t('markedWrong');
  const isSameDay = instantText(fromUnixMs).slice(0, 10) === instantText(toUnixMs).slice(0, 10);
  return t('markedSpan', {
    from: instantText(fromUnixMs),
    to: isSameDay ? clockText(toUnixMs) : instantText(toUnixMs),
    duration: t(...durationText(toUnixMs - fromUnixMs)),
  });
}
