/** The record of a handing over, to be signed by both: A4, Vietnamese first, English below. */

import type { HandoverRecord } from '@matlang/contract';
import type { ReactNode } from 'react';
import { RECOVERY_TEXTS } from '../../i18n/recovery-texts.ts';
import { minuteText } from '../../i18n/time-text.ts';
import { Both, PaperFact } from '../recovery-sheet/paper-fact.tsx';
import paper from '../recovery-sheet/recovery-sheet.module.css';

const partyText = ({ name, userName, position }: HandoverRecord['from']): string =>
  `${name} (${userName})${position === '' ? '' : `, ${position}`}`;

/** Without buttons. */
export function PrintedRecord({
  record: { siteName, at, from, to, seq },
}: {
  readonly record: HandoverRecord;
}): ReactNode {
  return (
    <article className={paper['sheet']} aria-label={RECOVERY_TEXTS.recordTitle.vi}>
      <h2 className={paper['title']}>
        <Both text={RECOVERY_TEXTS.recordTitle} />
      </h2>
      <p className={paper['site']}>{siteName}</p>
      <dl className={paper['facts']}>
        <PaperFact name={RECOVERY_TEXTS.recordAt} value={minuteText(at)} />
        <PaperFact name={RECOVERY_TEXTS.recordFrom} value={partyText(from)} />
        <PaperFact name={RECOVERY_TEXTS.recordTo} value={partyText(to)} />
        <PaperFact name={RECOVERY_TEXTS.recordEntry} value={String(seq)} />
      </dl>
      <p lang="vi">{RECOVERY_TEXTS.recordWhat.vi}</p>
      <p lang="en">{RECOVERY_TEXTS.recordWhat.en}</p>
      <dl className={paper['signed']}>
        <PaperFact name={RECOVERY_TEXTS.recordFrom} value="" />
        <PaperFact name={RECOVERY_TEXTS.recordTo} value="" />
      </dl>
      <p lang="vi">({RECOVERY_TEXTS.recordSigned.vi})</p>
    </article>
  );
}
