/** The first and the last picture of what will be exported, so that a wrong day or camera is seen before. */
import { Button } from '@mantine/core';
import type { ExportEstimateAnswer } from '@matlang/contract';
import { type ReactNode, useState } from 'react';
import { useCameras } from '../api/use-cameras.ts';
import { useSpeech } from '../i18n/language.tsx';
import { clockText } from '../i18n/time-text.ts';
import { useFootagePurpose } from '../purpose/use-purpose.ts';
import classes from './span-ends.module.css';
import { useEndPicture } from './use-end-picture.ts';

/** Of so many cameras at first; the others at a press. */
const SHOWN_AT_FIRST = 4;
/** The end is excluded: the last picture lies before it. */
const BEFORE_END_MS = 40;

/** Cameras without footage are left out. */
export function SpanEnds({ cameras }: { readonly cameras: ExportEstimateAnswer['cameras'] }): ReactNode {
  const { nameOf } = useCameras();
  const { t } = useSpeech();
  const [all, setAll] = useState(false);
  const recorded = cameras.filter(({ firstAt }) => firstAt !== null);
  const shown = all ? recorded : recorded.slice(0, SHOWN_AT_FIRST);
  if (recorded.length === 0) return null;
  return (
    <>
      <ul className={classes['ends']}>
        {shown.map(({ cameraId, firstAt, lastAt }) => (
          <li key={cameraId}>
            {cameras.length > 1 && <p className={classes['camera']}>{nameOf(cameraId)}</p>}
            <div className={classes['pair']}>
              <Picture cameraId={cameraId} atUnixMs={firstAt ?? 0} text="exportFirstPicture" />
              <Picture
                cameraId={cameraId}
                atUnixMs={(lastAt ?? 0) - BEFORE_END_MS}
                text="exportLastPicture"
              />
            </div>
          </li>
        ))}
      </ul>
      {shown.length < recorded.length && (
        <Button variant="default" size="xs" onClick={() => setAll(true)}>
          {t('exportMorePictures', { count: recorded.length - shown.length })}
        </Button>
      )}
    </>
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
  const picture = useEndPicture(cameraId, atUnixMs, useFootagePurpose());
  const none = picture === null || picture === 'none';
  // Its own instant: of a camera with few key frames it may be another than the span's end.
  const shownUnixMs = none ? atUnixMs : picture.unixMs;
  const caption = t(text, { time: clockText(shownUnixMs) });
  return (
    <figure className={classes['picture']}>
      {none ? (
        <div className={classes['none']}>{picture === 'none' && t('exportNoPicture')}</div>
      ) : (
        <img src={picture.address} alt={caption} />
      )}
      <figcaption>
        <time dateTime={new Date(shownUnixMs).toISOString()}>{caption}</time>
      </figcaption>
    </figure>
  );
}
