/** The roles of one person: those that hold or will, and behind a fold those that are over. */
import type { GrantAnswer, PersonAnswer } from '@matlang/contract';
import type { ReactNode } from 'react';
import { ask } from '../../api/client.ts';
import { useCameras } from '../../api/use-cameras.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { minuteText } from '../../i18n/time-text.ts';
import { ConfirmButton } from '../../page/confirm-button.tsx';
import classes from './people-page.module.css';
import { useAfterChange } from './people-queries.ts';
import { type Role, roleName } from './role-names.ts';

/** @param props.manages the reader may take them away */
export function GrantList({
  person,
  roles,
  nowUnixMs,
  manages,
}: {
  readonly person: PersonAnswer;
  readonly roles: readonly Role[];
  readonly nowUnixMs: number;
  readonly manages: boolean;
}): ReactNode {
  const { t } = useSpeech();
  const after = useAfterChange();
  const isOver = ({ until }: GrantAnswer): boolean => until !== null && until <= nowUnixMs;
  const present = person.grants.filter((grant) => !isOver(grant));
  const past = person.grants.filter(isOver);
  const end = (grant: GrantAnswer) => async () =>
    await after(ask('endGrant', { params: { id: person.id, grant: grant.id } }));
  return (
    <>
      {present.length === 0 && t('personNoRole')}
      <ul className={classes['grants']}>
        {present.map((grant) => (
          <li key={grant.id} className={classes['grant']}>
            <GrantText grant={grant} roles={roles} />
            {manages && person.endedAt === null && (
              <ConfirmButton label={t('grantEnd')} sure={t('grantEndSure')} onConfirm={end(grant)} />
            )}
          </li>
        ))}
      </ul>
      {past.length > 0 && (
        <details className={classes['past']}>
          <summary>{t('personPastRoles', { count: past.length })}</summary>
          <ul className={classes['grants']}>
            {past.map((grant) => (
              <li key={grant.id} className={classes['grant']}>
                <GrantText grant={grant} roles={roles} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

function GrantText({
  grant: { role, cameras, from, until },
  roles,
}: {
  readonly grant: GrantAnswer;
  readonly roles: readonly Role[];
}): ReactNode {
  const { t, say } = useSpeech();
  const { nameOf } = useCameras();
  const period =
    until === null
      ? t('grantSince', { from: minuteText(from) })
      : t('grantPeriod', { from: minuteText(from), until: minuteText(until) });
  return (
    <div className={classes['grantText']}>
      {say(roleName(role, roles))}
      <span className={classes['facts']}>
        {cameras === null ? t('grantSite') : cameras.map(nameOf).join(', ')}; {period}
      </span>
    </div>
  );
}
