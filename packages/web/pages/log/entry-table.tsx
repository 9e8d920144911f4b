/** Entries of the log. A table on the desk, cards on the phone: the same rows. */
import { Anchor } from '@mantine/core';
import { type AuditEntryAnswer, auditActionText } from '@matlang/contract';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useSpeech } from '../../i18n/language.tsx';
import { instantText } from '../../i18n/time-text.ts';
import { detailFacts, roleText, whoText } from './detail-facts.ts';
import classes from './log-page.module.css';

interface TableProps {
  /** Of cameras and people, by id. */
  readonly names: ReadonlyMap<string, string>;
  /** Numbers of entries that are not what was written. */
  readonly wrong: ReadonlySet<number>;
}

/** Newest first, as they come. */
export function EntryTable({
  entries,
  ...row
}: TableProps & { readonly entries: readonly AuditEntryAnswer[] }): ReactNode {
  const { t } = useSpeech();
  return (
    <table className={classes['table']}>
      <thead>
        <tr>
          <th scope="col">{t('logTime')}</th>
          <th scope="col">{t('logWho')}</th>
          <th scope="col">{t('logAction')}</th>
          <th scope="col">{t('logFacts')}</th>
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <EntryRow key={entry.seq} entry={entry} {...row} />
        ))}
      </tbody>
    </table>
  );
}

function EntryRow({ entry, names, wrong }: TableProps & { readonly entry: AuditEntryAnswer }): ReactNode {
  const { t, say, language } = useSpeech();
  const { seq, at, actor, address, action, subjectId, detail, hash } = entry;
  const { capacity, ...facts } = detail;
  const subject = names.get(subjectId);
  const nameOf = (id: string): string => names.get(id) ?? id;
  return (
    <tr data-wrong={wrong.has(seq)} data-seq={seq}>
      <th scope="row">{instantText(at)}</th>
      <td>
        {whoText(actor, { t })}
        {typeof capacity === 'string' && (
          <span className={classes['small']}>{roleText(capacity, { say })}</span>
        )}
      </td>
      <td>
        <span className={classes['what']}>{say(auditActionText(action))}</span>
        {subject !== undefined && (
          <Anchor
            size="sm"
            underline="always"
            aria-label={t('logOnly', { name: subject })}
            title={t('logOnly', { name: subject })}
            className={classes['small'] ?? ''}
            renderRoot={(props) => <Link to="/log" search={{ about: subjectId }} {...props} />}
          >
            {subject}
          </Anchor>
        )}
      </td>
      <td>
        <ul className={classes['facts']}>
          {detailFacts(facts, { t, say, language, nameOf }).map((fact) => (
            <li key={fact}>{fact}</li>
          ))}
        </ul>
        <details className={classes['technical']}>
          <summary>{t('logTechnical')}</summary>
          <div>{t('logNumber', { seq })}</div>
          {address !== null && <div>{t('logAddress', { address })}</div>}
          <div>{t('logCode', { action })}</div>
          <code>{t('logHash', { hash })}</code>
          <code>{t('logRaw', { detail: JSON.stringify(detail) })}</code>
        </details>
      </td>
    </tr>
  );
}
