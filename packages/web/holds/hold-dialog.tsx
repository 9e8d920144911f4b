/** Keeps a span of cameras from deletion: opened by the review page with what is marked there, and by the list of holds. */

import { Alert, Button, SimpleGrid, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { parseSpokenInstant } from '@matlang/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { ask } from '../api/client.ts';
import { useSiteNow } from '../app/use-site-now.ts';
import { errorText } from '../i18n/error-text.ts';
import { useSpeech } from '../i18n/language.tsx';
import { dateText } from '../i18n/time-text.ts';
import { DialogActions, PageDialog } from '../page/page-dialog.tsx';
import { CameraChecks } from '../span/camera-checks.tsx';
import { MOST_CAMERAS } from '../span/most-cameras.ts';
import { SpanFields, type TypedSpan, wholeSpan } from '../span/span-fields.tsx';

/** What stands in the dialog at first: Unix ms, the end excluded. */
export interface HoldDialogProps {
  /** Ids of the cameras to hold: one hold each. */
  readonly cameras: readonly string[];
  readonly fromUnixMs: number;
  readonly toUnixMs: number;
  readonly opened: boolean;
  readonly onClose: () => void;
}

const REVIEW_AFTER_MS = 30 * 86_400_000;

/** Over the page, until it is closed. */
export function HoldDialog(props: HoldDialogProps): ReactNode {
  const { t } = useSpeech();
  const now = useSiteNow();
  return (
    <PageDialog opened={props.opened} onClose={props.onClose} title={t('holdTitle')} size="lg">
      {now !== null && <HoldForm {...props} now={now} />}
    </PageDialog>
  );
}

function HoldForm(props: HoldDialogProps & { readonly now: () => number }): ReactNode {
  const { t, say } = useSpeech();
  const [span, setSpan] = useState<TypedSpan>({
    fromUnixMs: Math.round(props.fromUnixMs),
    toUnixMs: Math.round(props.toUnixMs),
  });
  const [cameras, setCameras] = useState(props.cameras);
  const [reason, setReason] = useState('');
  const [owner, setOwner] = useState('');
  const nowUnixMs = props.now();
  const [review, setReview] = useState(() => dateText(nowUnixMs + REVIEW_AFTER_MS));
  const reviewAt = parseSpokenInstant(review, nowUnixMs);
  const reviewFits = reviewAt !== null && reviewAt > nowUnixMs;
  const whole = wholeSpan(span);
  const example = dateText(nowUnixMs + REVIEW_AFTER_MS);
  const placed = usePlaceHolds(cameras, props.onClose, setCameras);
  const complete =
    whole !== null && cameras.length > 0 && reason.trim() !== '' && owner.trim() !== '' && reviewFits;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!complete) return;
        placed.mutate({ from: whole.fromUnixMs, to: whole.toUnixMs, reason, owner, reviewAt });
      }}
    >
      <Stack>
        <Text size="sm">{t('holdWhat')}</Text>
        <SpanFields value={span} onChange={setSpan} />
        <CameraChecks value={cameras} onChange={setCameras} most={MOST_CAMERAS} />
        <Textarea
          required
          autosize
          minRows={2}
          label={t('holdReason')}
          value={reason}
          maxLength={2000}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
          <TextInput
            required
            label={t('holdOwner')}
            value={owner}
            maxLength={200}
            onChange={(event) => setOwner(event.currentTarget.value)}
          />
          <TextInput
            required
            label={t('holdReviewAt')}
            value={review}
            error={reviewFits ? false : t('holdReviewWrong', { example })}
            onChange={(event) => setReview(event.currentTarget.value)}
          />
        </SimpleGrid>
        <Text size="sm">{t('holdReviewHint', { example })}</Text>
        <DialogActions>
          {placed.isError && <Alert color="red">{say(errorText(placed.error))}</Alert>}
          <Button variant="default" onClick={props.onClose}>
            {t('close')}
          </Button>
          {/* Without reason or owner the browser leads to the field: it may be out of sight. */}
          <Button
            type="submit"
            disabled={whole === null || cameras.length === 0 || !reviewFits}
            loading={placed.isPending}
          >
            {t('holdPlace')}
          </Button>
        </DialogActions>
      </Stack>
    </form>
  );
}

interface Wanted {
  readonly from: number;
  readonly to: number;
  readonly reason: string;
  readonly owner: string;
  readonly reviewAt: number;
}

/** One after the other. Where one is refused, those before it are placed: only the rest stays ticked. */
function usePlaceHolds(
  cameras: readonly string[],
  onPlaced: () => void,
  onRest: (cameras: readonly string[]) => void,
) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (wanted: Wanted) => {
      for (const [index, cameraId] of cameras.entries()) {
        onRest(cameras.slice(index));
        await ask('placeHold', { body: { cameraId, ...wanted } });
      }
    },
    onSuccess: onPlaced,
    onSettled: () =>
      Promise.all(
        ['holds', 'timeline', 'storage'].map((key) => queries.invalidateQueries({ queryKey: [key] })),
      ),
  });
}
