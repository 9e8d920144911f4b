/** The first and the last picture of what will be exported, so that a wrong day or camera is seen before. */
import type { ExportEstimateAnswer } from '@matlang/contract';
import { type ReactNode, useState } from 'react';
import { addressOf } from '../api/client.ts';
import { useCameras } from '../api/use-cameras.ts';
import { useSpeech } from '../i18n/language.tsx';
import { clockText } from '../i18n/time-text.ts';
import { purposeQuery, useFootagePurpose } from '../purpose/use-purpose.ts';
import classes from './span-ends.module.css';

/** Of so many cameras; the others are in the list above with their sizes. */
const MOST_SHOWN = 4;
const WIDTH = '320';
/** The end is excluded: the last picture lies before it. */
const BEFORE_END_MS = 40;

/** Cameras without footage are left out. */
export function SpanEnds({ cameras }: { readonly cameras: ExportEstimateAnswer['cameras'] }): ReactNode {
  const { nameOf } = useCameras();
  const shown = cameras.filter(({ firstAt }) => firstAt !== null).slice(0, MOST_SHOWN);
  if (shown.length === 0) return null;
  return (
    <ul className={classes['ends']}>
      {shown.map(({ cameraId, firstAt, lastAt }) => (
        <li key={cameraId}>
          {cameras.length > 1 && <p className={classes['camera']}>{nameOf(cameraId)}</p>}
          <div className={classes['pair']}>
            <Picture cameraId={cameraId} atUnixMs={firstAt ?? 0} text="exportFirstPicture" />
            <Picture cameraId={cameraId} atUnixMs={(lastAt ?? 0) - BEFORE_END_MS} text="exportLastPicture" />
          </div>
        </li>
      ))}
    </ul>
  );
}

function Picture({
  cameraId,
  atUnixMs,
  text,
}: {
  readonly cameraId: string;
  readonly atUnixMs: number;
  readonly text: 'exportFirstPicture' | 'exportLastPicture';
}): ReactNode {
  const { t } = useSpeech();
  const purpose = useFootagePurpose();
  const [failed, setFailed] = useState<string | null>(null);
  const address = addressOf('getStill', {
    params: { id: cameraId },
    query: { at: String(Math.round(atUnixMs)), width: WIDTH, ...purposeQuery(purpose) },
  });
  const caption = t(text, { time: clockText(atUnixMs) });
  return (
    <figure className={classes['picture']}>
      {failed === address ? (
        <div className={classes['none']}>{t('exportNoPicture')}</div>
      ) : (
        <img src={address} alt={caption} loading="lazy" onError={() => setFailed(address)} />
      )}
      <figcaption>{caption}</figcaption>
    </figure>
  );
}
