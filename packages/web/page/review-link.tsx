/** Opens a span of a camera on the review page. */
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useSpeech } from '../i18n/language.tsx';

/** So much longer than the span is the time line, and never shorter than a minute. */
const AROUND = 1.5;
const LEAST_MS = 60_000;

/** Unix ms. */
export function ReviewLink({
  cameraId,
  fromUnixMs,
  toUnixMs,
}: {
  readonly cameraId: string;
  readonly fromUnixMs: number;
  readonly toUnixMs: number;
}): ReactNode {
  const { t } = useSpeech();
  const length = Math.max(LEAST_MS, Math.round((toUnixMs - fromUnixMs) * AROUND));
  return (
    <Button
      variant="default"
      renderRoot={(props) => (
        <Link to="/review" search={{ cameras: cameraId, at: fromUnixMs, length }} {...props} />
      )}
    >
      {t('openInReview')}
    </Button>
  );
}
