/** The record of a handing over, to be signed by both: A4, Vietnamese first, English below. */
import type { HandoverRecord } from '@matlang/contract';
import type { ReactNode } from 'react';
import { TEXTS } from '../../i18n/texts.ts';
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
    <article className={paper['sheet']} aria-label={TEXTS.recordTitle.vi}>
      <h2 className={paper['title']}>
        <Both text={TEXTS.recordTitle} />
      </h2>
      <p className={paper['site']}>{siteName}</p>
      <dl className={paper['facts']}>
        <PaperFact name={TEXTS.recordAt} value={minuteText(at)} />
        <PaperFact name={TEXTS.recordFrom} value={partyText(from)} />
        <PaperFact name={TEXTS.recordTo} value={partyText(to)} />
        <PaperFact name={TEXTS.recordEntry} value={String(seq)} />
      </dl>
      <p lang="vi">{TEXTS.recordWhat.vi}</p>
      <p lang="en">{TEXTS.recordWhat.en}</p>
      <dl className={paper['signed']}>
        <PaperFact name={TEXTS.recordFrom} value="" />
        <PaperFact name={TEXTS.recordTo} value="" />
      </dl>
      <p lang="vi">({TEXTS.recordSigned.vi})</p>
    </article>
  );
}
