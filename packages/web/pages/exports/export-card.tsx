/** One export in the list. */
import { Anchor } from '@mantine/core';
import type { ExportAnswer } from '@matlang/contract';
import type { ReactNode } from 'react';
import { useCameras } from '../../api/use-cameras.ts';
import { ExportActions } from '../../export/export-actions.tsx';
import { ExportState } from '../../export/export-state.tsx';
import { GapNote } from '../../export/gap-note.tsx';
import { summarizeGaps } from '../../export/gap-summary.ts';
import { actorText } from '../../i18n/actor-text.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { sizeText } from '../../i18n/size-text.ts';
import { instantText, spanText } from '../../i18n/time-text.ts';
import classes from '../../page/page.module.css';

/** With its files where it can be fetched. */
export function ExportCard({ job }: { readonly job: ExportAnswer }): ReactNode {
  const { t } = useSpeech();
  const { nameOf } = useCameras();
  const [only] = job.files;
  const broken = job.files.filter(({ gaps }) => summarizeGaps(gaps) !== null).length;
  const purpose = job.purpose === 'unstated' ? t('exportUnstated') : job.purpose;
  return (
    <article className={classes['card']}>
      <div className={`${classes['row']} ${classes['columns']}`}>
        <div className={classes['main']}>
          <div className={classes['title']}>{job.cameras.map(nameOf).join(', ')}</div>
          <div>{spanText(job.from, job.to)}</div>
          <div className={classes['facts']}>
            {t('exportFor', { purpose })}
            {'\n'}
            {t('exportBy', { who: actorText(job.requestedBy, t), time: instantText(job.createdAt) })}
            {job.withoutFootage.length > 0 &&
              `\n${t('exportWithout', { cameras: job.withoutFootage.map(nameOf).join(', ') })}`}
          </div>
          {job.files.length === 1 && only !== undefined && <GapNote gaps={only.gaps} />}
          {job.files.length > 1 && broken > 0 && (
            <div className={classes['facts']}>{t('exportGapsInside', { count: broken })}</div>
          )}
        </div>
        <div className={classes['state']}>
          <ExportState job={job} />
        </div>
        <ExportActions job={job} />
      </div>
      {job.state === 'ready' && job.files.length > 1 && <Files files={job.files} />}
    </article>
  );
}

function Files({ files }: { readonly files: ExportAnswer['files'] }): ReactNode {
  const { t, language } = useSpeech();
  return (
    <details>
      <summary className={classes['summary']}>{t('exportFiles', { count: files.length })}</summary>
      <ul>
        {files.map(({ index, url, fileName, sizeBytes, gaps }) => (
          <li key={index}>
            <Anchor href={url} download>
              {fileName}
            </Anchor>{' '}
            ({sizeText(sizeBytes, language)})
            <GapNote gaps={gaps} />
          </li>
        ))}
      </ul>
    </details>
  );
}
