/** Asks for a span of cameras as files: opened by the review page with what is marked there, and by the list of exports. */
import type { ExportAnswer } from '@matlang/contract';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useSpeech } from '../i18n/language.tsx';
import { PageDialog } from '../page/page-dialog.tsx';
import { ExportFollow } from './export-follow.tsx';
import { ExportForm } from './export-form.tsx';

/** What stands in the dialog at first: Unix ms, the end excluded. */
export interface ExportDialogProps {
  /** Ids of the cameras that are ticked at first. */
  readonly cameras: readonly string[];
  readonly fromUnixMs: number;
  readonly toUnixMs: number;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Over the page, until it is closed. */
export function ExportDialog(props: ExportDialogProps): ReactNode {
  const { t } = useSpeech();
  return (
    <PageDialog opened={props.opened} onClose={props.onClose} title={t('exportTitle')} size="xl">
      <Steps {...props} />
    </PageDialog>
  );
}

/** First what is wanted, then how far it is. Begins anew each time the dialog opens. */
function Steps({ cameras, fromUnixMs, toUnixMs, onClose }: ExportDialogProps): ReactNode {
  const queries = useQueryClient();
  const [begun, setBegun] = useState<ExportAnswer | null>(null);
  if (begun !== null) return <ExportFollow begun={begun} onClose={onClose} />;
  return (
    <ExportForm
      cameras={cameras}
      span={{ fromUnixMs, toUnixMs }}
      onClose={onClose}
      onBegun={(job) => {
        setBegun(job);
        void queries.invalidateQueries({ queryKey: ['exports'] });
      }}
    />
  );
}
