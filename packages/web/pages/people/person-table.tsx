/** People with their roles. A table on the desk, cards on the phone: the same rows. */
import { Button } from '@mantine/core';
import type { PersonAnswer } from '@matlang/contract';
import type { ReactNode } from 'react';
import { CAPACITY_NAMES } from '../../i18n/capacity-texts.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { dateText } from '../../i18n/time-text.ts';
import { GrantList } from './grant-list.tsx';
import classes from './people-page.module.css';
import type { Role } from './role-names.ts';

interface TableProps {
  readonly roles: readonly Role[];
  readonly nowUnixMs: number;
  /** May the reader change anything? */
  readonly manages: boolean;
  readonly onGrant: (personId: string) => void;
  readonly onEdit: (personId: string) => void;
}

/** Those whose account ended stand last. */
export function PersonTable({
  people,
  ...row
}: TableProps & { readonly people: readonly PersonAnswer[] }): ReactNode {
  const { t } = useSpeech();
  const sorted = people.toSorted(
    (left, right) =>
      Number(left.endedAt !== null) - Number(right.endedAt !== null) ||
      left.name.localeCompare(right.name, 'vi'),
  );
  return (
    <table className={classes['table']}>
      <thead>
        <tr>
          <th scope="col">{t('personColumn')}</th>
          <th scope="col">{t('personRoles')}</th>
          <th scope="col">{t('personState')}</th>
          {row.manages && <th scope="col">{t('personActions')}</th>}
        </tr>
      </thead>
      <tbody>
        {sorted.map((person) => (
          <PersonRow key={person.id} person={person} {...row} />
        ))}
      </tbody>
    </table>
  );
}

function PersonRow({
  person,
  roles,
  nowUnixMs,
  manages,
  onGrant,
  onEdit,
}: TableProps & { readonly person: PersonAnswer }): ReactNode {
  const { t, say } = useSpeech();
  const ended = person.endedAt !== null;
  const held = person.capacities
    .filter(({ from, until }) => from <= nowUnixMs && nowUnixMs < (until ?? Infinity))
    .map(({ capacity }) => say(CAPACITY_NAMES[capacity]));
  return (
    <tr data-ended={ended}>
      <th scope="row">
        {person.name}
        <span className={classes['facts']}>
          {person.userName}
          {person.position !== '' && `; ${person.position}`}
        </span>
        {held.length > 0 && <span className={classes['facts']}>{held.join('; ')}</span>}
      </th>
      <td>
        <GrantList person={person} roles={roles} nowUnixMs={nowUnixMs} manages={manages} />
      </td>
      <td>
        {person.endedAt !== null
          ? t('personEnded', { time: dateText(person.endedAt) })
          : t(person.joined ? 'personActive' : 'personInvited')}
        {person.joined && !ended && (
          <span className={classes['facts']}>
            {t(person.secondFactor ? 'personFactor' : 'personNoFactor')}
          </span>
        )}
      </td>
      {manages && (
        <td>
          <div className={classes['actions']}>
            {!ended && (
              <Button variant="default" onClick={() => onGrant(person.id)}>
                {t('grantAdd')}
              </Button>
            )}
            <Button
              variant="default"
              aria-label={`${t('personEdit')}: ${person.name}`}
              onClick={() => onEdit(person.id)}
            >
              {t('personEdit')}
            </Button>
          </div>
        </td>
      )}
    </tr>
  );
}
