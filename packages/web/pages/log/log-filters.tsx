/** Narrows the log down: who, what, about which camera, from when until when. Nothing is asked before the button is pressed. */
import { Button, NativeSelect, TextInput } from '@mantine/core';
import {
  AUDIT_ACTION_KINDS,
  AUDIT_ACTION_TEXTS,
  type Bilingual,
  parseSpokenEnd,
  parseSpokenInstant,
} from '@matlang/contract';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useId, useState } from 'react';
import { ask } from '../../api/client.ts';
import { useCameras } from '../../api/use-cameras.ts';
import { mayUse, useSession } from '../../api/use-session.ts';
import { useSiteNow } from '../../app/use-site-now.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { instantText } from '../../i18n/time-text.ts';
import { whoText } from './detail-facts.ts';
import type { LogSearch } from './log-address.ts';
import classes from './log-page.module.css';

/** What the program does by itself. */
const PROGRAM = ['recorder', 'server', 'local'] as const;

/** Undefined: it can't be understood; null: nothing was typed. */
type Typed = number | null | undefined;

interface FilterProps {
  readonly search: LogSearch;
  /** Of cameras and people, by id. */
  readonly nameOf: (id: string) => string;
  readonly onSearch: (search: LogSearch) => void;
}

/** The fields begin with what the address says. */
export function LogFilters({ search, nameOf, onSearch }: FilterProps): ReactNode {
  const { t } = useSpeech();
  const now = useSiteNow();
  const [who, setWho] = useState(search.who ?? '');
  const [what, setWhat] = useState(search.what ?? '');
  const [about, setAbout] = useState(search.about ?? '');
  const [from, setFrom] = useState<Typed>(search.from ?? null);
  const [to, setTo] = useState<Typed>(search.to ?? null);
  const beginOf = (text: string): number | null => (now === null ? null : parseSpokenInstant(text, now()));
  const endOf = (text: string): number | null =>
    now === null ? null : typeof from === 'number' ? parseSpokenEnd(text, from, now()) : beginOf(text);
  const isNarrowed = Object.keys(search).length > 0;
  // On a phone the entries come first.
  const [open] = useState(() => matchMedia('(min-width: 62em)').matches);
  return (
    <details className={classes['fold']} open={open}>
      <summary>{t(isNarrowed ? 'logFiltered' : 'logFilters')}</summary>
      <form
        aria-label={t('logFilters')}
        className={classes['form']}
        onSubmit={(event) => {
          event.preventDefault();
          if (from === undefined || to === undefined) return;
          onSearch({
            ...(who.trim() === '' ? {} : { who: who.trim() }),
            ...(what === '' ? {} : { what }),
            ...(about === '' ? {} : { about }),
            ...(from === null ? {} : { from }),
            ...(to === null ? {} : { to }),
          });
        }}
      >
        <div className={classes['filters']}>
          <WhoField value={who} onChange={setWho} />
          <WhatField value={what} onChange={setWhat} />
          <AboutField value={about} nameOf={nameOf} onChange={setAbout} />
          <TimeField
            label={t('logFrom')}
            begin={search.from}
            value={from}
            read={beginOf}
            onChange={setFrom}
          />
          <TimeField label={t('logTo')} begin={search.to} value={to} read={endOf} onChange={setTo} />
        </div>
        <div className={classes['filterActions']}>
          <Button type="submit" disabled={from === undefined || to === undefined}>
            {t('logShow')}
          </Button>
          {isNarrowed && (
            <Button variant="default" onClick={() => onSearch({})}>
              {t('logClear')}
            </Button>
          )}
        </div>
      </form>
    </details>
  );
}

interface FieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** A user name; who may know of people is offered theirs. */
function WhoField({ value, onChange }: FieldProps): ReactNode {
  const { t } = useSpeech();
  const session = useSession();
  const list = useId();
  const people = useQuery({
    queryKey: ['people'],
    queryFn: ({ signal }) => ask('listPeople', { signal }),
    enabled: mayUse(session, 'people.read'),
  });
  return (
    <>
      <TextInput
        label={t('logWho')}
        description={t('logWhoHint')}
        inputWrapperOrder={['label', 'input', 'description']}
        value={value}
        maxLength={200}
        autoCapitalize="none"
        autoComplete="off"
        spellCheck={false}
        list={list}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <datalist id={list}>
        {people.data?.people.map(({ userName, name }) => (
          <option key={userName} value={userName} label={name} />
        ))}
        {PROGRAM.map((actor) => (
          <option key={actor} value={actor} label={whoText(actor, { t })} />
        ))}
      </datalist>
    </>
  );
}

/** Actions by their kinds, in words. */
function WhatField({ value, onChange }: FieldProps): ReactNode {
  const { t, say } = useSpeech();
  const actions = Object.entries<Bilingual>(AUDIT_ACTION_TEXTS);
  const groups = Object.entries<Bilingual>(AUDIT_ACTION_KINDS).map(([prefix, kind]) => ({
    group: say(kind),
    items: [
      { value: prefix, label: t('logAll', { kind: say(kind) }) },
      ...actions
        .filter(([action]) => action.startsWith(prefix))
        .map(([action, text]) => ({ value: action, label: say(text) })),
    ],
  }));
  const known = groups.flatMap(({ items }) => items).some((item) => item.value === value);
  return (
    <NativeSelect
      label={t('logAction')}
      value={value}
      data={[
        { value: '', label: t('logEveryAction') },
        ...(known || value === '' ? [] : [{ value, label: value }]),
        ...groups,
      ]}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

/** Cameras for who may know of them, and whatever was chosen in an entry. */
function AboutField({
  value,
  nameOf,
  onChange,
}: FieldProps & { readonly nameOf: (id: string) => string }): ReactNode {
  const { t } = useSpeech();
  const { cameras } = useCameras();
  const known = cameras.some(({ id }) => id === value);
  return (
    <NativeSelect
      label={t('logAbout')}
      value={value}
      data={[
        { value: '', label: t('logEverySubject') },
        ...(known || value === '' ? [] : [{ value, label: nameOf(value) }]),
        ...cameras.map(({ id, name }) => ({ value: id, label: name })),
      ]}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

/** A moment as officers say it, or none; what was understood stands below. */
function TimeField({
  label,
  begin,
  value,
  read,
  onChange,
}: {
  readonly label: string;
  readonly begin: number | undefined;
  readonly value: Typed;
  readonly read: (text: string) => number | null;
  readonly onChange: (moment: Typed) => void;
}): ReactNode {
  const { t } = useSpeech();
  const [text, setText] = useState(begin === undefined ? '' : instantText(begin));
  return (
    <TextInput
      label={label}
      value={text}
      maxLength={100}
      placeholder="15/02/2026 07:00"
      description={typeof value === 'number' ? instantText(value) : t('logTimeHint')}
      error={value === undefined ? t('timeNotUnderstood') : false}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      onChange={({ currentTarget: { value: typed } }) => {
        setText(typed);
        onChange(typed.trim() === '' ? null : (read(typed) ?? undefined));
      }}
    />
  );
}
