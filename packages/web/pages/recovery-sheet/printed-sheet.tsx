/** The recovery sheet as it lies in the safe: A4, Vietnamese first, English below; whoever opens the safe may know neither the program nor the person. */
import type { Bilingual, NewRecoverySheetAnswer } from '@matlang/contract';
import type { ReactNode } from 'react';
import { TEXTS } from '../../i18n/texts.ts';
import { minuteText } from '../../i18n/time-text.ts';
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
        <Fact name={TEXTS.sheetFor} value={administrators} />
        <Fact name={TEXTS.sheetWhere} value={`${location.origin}/recovery`} />
        <Fact name={TEXTS.sheetMade} value={`${minuteText(sheet.createdAt)}, ${sheet.createdBy}`} />
      </dl>
      <p lang="vi">{TEXTS.sheetHow.vi}</p>
      <p lang="en">{TEXTS.sheetHow.en}</p>
      <dl className={classes['signed']}>
        <Fact name={TEXTS.sheetKeep} value="" />
        <Fact name={TEXTS.sheetDay} value="" />
        <Fact name={TEXTS.sheetSigned} value="" />
      </dl>
    </article>
  );
}

function Both({ text: { vi, en } }: { readonly text: Bilingual }): ReactNode {
  return (
    <>
      <span lang="vi">{vi}</span> <span lang="en">/ {en}</span>
    </>
  );
}

function Fact({ name, value }: { readonly name: Bilingual; readonly value: string }): ReactNode {
  return (
    <div>
      <dt>
        <Both text={name} />
      </dt>
      <dd>{value}</dd>
    </div>
  );
}
