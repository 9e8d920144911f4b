/** The recovery sheet as it lies in the safe: A4, Vietnamese first, English below; whoever opens the safe may know neither the program nor the person. */

import type { NewRecoverySheetAnswer } from '@matlang/contract';
import type { ReactNode } from 'react';
import { RECOVERY_TEXTS } from '../../i18n/recovery-texts.ts';
import { TEXTS } from '../../i18n/texts.ts';
import { minuteText } from '../../i18n/time-text.ts';
import { Both, PaperFact } from './paper-fact.tsx';
import classes from './recovery-sheet.module.css';

/** Without buttons. */
export function PrintedSheet({ sheet }: { readonly sheet: NewRecoverySheetAnswer }): ReactNode {
  const administrators = sheet.administrators.map(({ name, userName }) => `${name} (${userName})`).join(', ');
  return (
    <article className={classes['sheet']} aria-label={TEXTS.recoverySheet.vi}>
      <h2 className={classes['title']}>
        <Both text={TEXTS.recoverySheet} />
      </h2>
      <p className={classes['site']}>{sheet.siteName}</p>
      <p className={classes['code']} data-testid="recovery-code">
        {sheet.code}
      </p>
      <dl className={classes['facts']}>
        <PaperFact name={RECOVERY_TEXTS.sheetFor} value={administrators} />
        <PaperFact name={RECOVERY_TEXTS.sheetWhere} value={`${location.origin}/recovery`} />
        <PaperFact
          name={RECOVERY_TEXTS.sheetMade}
          value={`${minuteText(sheet.createdAt)}, ${sheet.createdBy}`}
        />
      </dl>
      <p lang="vi">{RECOVERY_TEXTS.sheetHow.vi}</p>
      <p lang="en">{RECOVERY_TEXTS.sheetHow.en}</p>
      <dl className={classes['signed']}>
        <PaperFact name={RECOVERY_TEXTS.sheetKeep} value="" />
        <PaperFact name={RECOVERY_TEXTS.sheetDay} value="" />
        <PaperFact name={RECOVERY_TEXTS.sheetSigned} value="" />
      </dl>
    </article>
  );
}
