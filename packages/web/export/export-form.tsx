/** What is wanted of an export, with what it will be: size, time, first and last pictures. */
import { Alert, Button, SegmentedControl, Stack, Text } from '@mantine/core';
import type { ExportAnswer } from '@matlang/contract';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { ask } from '../api/client.ts';
import { useCameras } from '../api/use-cameras.ts';
import { errorText } from '../i18n/error-text.ts';
import { useSpeech } from '../i18n/language.tsx';
import { sizeText } from '../i18n/size-text.ts';
import { lengthText } from '../i18n/time-text.ts';
import { DialogActions } from '../page/page-dialog.tsx';
import { CameraChecks } from '../span/camera-checks.tsx';
import { MOST_CAMERAS } from '../span/most-cameras.ts';
import { SpanFields, type TypedSpan, wholeSpan } from '../span/span-fields.tsx';
import { EstimateNote } from './estimate-note.tsx';
import { SpanEnds } from './span-ends.tsx';
import { useEstimate } from './use-estimate.ts';
import { useExportPurpose } from './use-export-purpose.tsx';

/** @param props.onBegun with the export that is being prepared */
export function ExportForm(props: {
  readonly cameras: readonly string[];
  readonly span: TypedSpan;
  readonly onClose: () => void;
  readonly onBegun: (job: ExportAnswer) => void;
}): ReactNode {
  const { t, say, language } = useSpeech();
  const [chosen, setChosen] = useState(props.cameras.slice(0, MOST_CAMERAS));
  const [typed, setTyped] = useState<TypedSpan>({
    fromUnixMs: props.span.fromUnixMs === null ? null : Math.round(props.span.fromUnixMs),
    toUnixMs: props.span.toUnixMs === null ? null : Math.round(props.span.toUnixMs),
  });
  const { field, body, stated } = useExportPurpose();
  const { stream, choice } = useStreamChoice(chosen);
  const span = wholeSpan(typed);
  const estimate = useEstimate(chosen, span, stream);
  const begun = useMutation({
    mutationFn: (whole: NonNullable<typeof span>) =>
      ask('createExport', {
        body: {
          cameras: [...chosen],
          from: whole.fromUnixMs,
          to: whole.toUnixMs,
          stream,
          ...body,
          wait: false,
        },
      }),
    onSuccess: props.onBegun,
  });
  const noteOf = (id: string): ReactNode => {
    const known = estimate.data?.cameras.find(({ cameraId }) => cameraId === id);
    if (known === undefined) return null;
    if (known.bytes === 0) return t('exportNothing');
    const length = lengthText(known.recordedMs, t);
    return t('exportCameraSize', { size: sizeText(known.bytes, language), length });
  };
  const something = estimate.data !== undefined && estimate.data.totalBytes > 0;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (span !== null && stated) begun.mutate(span);
      }}
    >
      <Stack>
        <SpanFields value={typed} onChange={setTyped} />
        <CameraChecks
          value={chosen}
          onChange={(ids) => setChosen([...ids])}
          most={MOST_CAMERAS}
          note={noteOf}
        />
        {choice}
        <SpanEnds cameras={something ? (estimate.data?.cameras ?? []) : []} />
        <EstimateNote estimate={estimate} />
        {field}
        <DialogActions>
          {begun.isError && <Alert color="red">{say(errorText(begun.error))}</Alert>}
          <Button variant="default" onClick={props.onClose}>
            {t('close')}
          </Button>
          {/* Without a purpose the browser leads to its field: it may be out of sight. */}
          <Button
            type="submit"
            loading={begun.isPending}
            disabled={span === null || chosen.length === 0 || !something}
          >
            {t('exportStart')}
          </Button>
        </DialogActions>
      </Stack>
    </form>
  );
}

/** The main stream; the small one where it is recorded too and somebody prefers it, or where it is all there is. */
function useStreamChoice(chosen: readonly string[]): {
  readonly stream: 'main' | 'sub';
  readonly choice: ReactNode;
} {
  const { t } = useSpeech();
  const { cameras } = useCameras();
  const [wished, setWished] = useState<'main' | 'sub'>('main');
  const records = cameras.filter(({ id }) => chosen.includes(id)).map(({ record }) => record);
  const onlySub = records.length > 0 && records.every((record) => record === 'sub');
  const both = records.some((record) => record === 'both' || record === 'sub') && !onlySub;
  const stream = onlySub ? 'sub' : both ? wished : 'main';
  return {
    stream,
    choice: both && (
      <div>
        <Text size="sm" fw={500} id="export-stream">
          {t('exportStream')}
        </Text>
        <SegmentedControl
          aria-labelledby="export-stream"
          fullWidth
          value={stream}
          data={[
            { value: 'main', label: t('exportMain') },
            { value: 'sub', label: t('exportSub') },
          ]}
          onChange={(value) => setWished(value === 'sub' ? 'sub' : 'main')}
        />
      </div>
    ),
  };
}
