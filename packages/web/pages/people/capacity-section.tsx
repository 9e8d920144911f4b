/** In what legal capacity somebody is there: kept with dates, and never taken out of the list. */
import { Alert, Button, Group, NativeSelect, Text, TextInput } from '@mantine/core';
import { type CapacityAnswer, type PersonAnswer, SITE_UTC_OFFSET_MS } from '@matlang/contract';
import { LEGAL_CAPACITIES } from '@matlang/domain';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { ask } from '../../api/client.ts';
import { CAPACITY_NAMES, CAPACITY_TEXTS } from '../../i18n/capacity-texts.ts';
import { errorText } from '../../i18n/error-text.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { dateText } from '../../i18n/time-text.ts';
import { ConfirmButton } from '../../page/confirm-button.tsx';
import classes from './people-page.module.css';
import { useAfterChange } from './people-queries.ts';

const DAY_MS = 86_400_000;

/** @param day `2026-02-15`, as a field of dates gives it. @returns its first instant at the site; null: none was typed */
const beginOf = (day: string): number | null => {
  const unixMs = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(unixMs) ? null : unixMs - SITE_UTC_OFFSET_MS;
};

/** Of one person, in their dialog. */
export function CapacitySection({
  person,
  nowUnixMs,
}: {
  readonly person: PersonAnswer;
  readonly nowUnixMs: number;
}): ReactNode {
  const { say } = useSpeech();
  const after = useAfterChange();
  const end = (id: string) => async () =>
    await after(ask('endCapacity', { params: { id: person.id, capacity: id } }));
  return (
    <section className={classes['capacities']} aria-label={say(CAPACITY_TEXTS.title)}>
      <Text fw={600}>{say(CAPACITY_TEXTS.title)}</Text>
      <Text size="sm">{say(CAPACITY_TEXTS.what)}</Text>
      {person.capacities.length === 0 && <Text size="sm">{say(CAPACITY_TEXTS.none)}</Text>}
      <ul className={classes['grants']}>
        {person.capacities.map((one) => (
          <li key={one.id} className={classes['grant']}>
            <CapacityText one={one} />
            {(one.until ?? Infinity) > nowUnixMs && (
              <ConfirmButton
                label={say(CAPACITY_TEXTS.end)}
                sure={say(CAPACITY_TEXTS.endSure)}
                onConfirm={end(one.id)}
              />
            )}
          </li>
        ))}
      </ul>
      <NewCapacity personId={person.id} />
    </section>
  );
}

/** `until` is excluded: what ends at midnight holds until the end of the day before. */
function CapacityText({ one: { capacity, from, until } }: { readonly one: CapacityAnswer }): ReactNode {
  const { say } = useSpeech();
  const values = { capacity: say(CAPACITY_NAMES[capacity]), from: dateText(from) };
  return (
    <span className={classes['grantText']}>
      {until === null
        ? say(CAPACITY_TEXTS.since, values)
        : say(CAPACITY_TEXTS.period, { ...values, until: dateText(until - 1) })}
    </span>
  );
}

function NewCapacity({ personId }: { readonly personId: string }): ReactNode {
  const { say } = useSpeech();
  const after = useAfterChange();
  const [capacity, setCapacity] = useState<CapacityAnswer['capacity']>('police');
  const [from, setFrom] = useState('');
  const [until, setUntil] = useState('');
  const added = useMutation({
    mutationFn: () => {
      const begin = beginOf(from);
      const last = beginOf(until);
      const body = {
        capacity,
        until: last === null ? null : last + DAY_MS,
        ...(begin === null ? {} : { from: begin }),
      };
      return after(ask('addCapacity', { params: { id: personId }, body }));
    },
    onSuccess: () => {
      setFrom('');
      setUntil('');
    },
  });
  return (
    <>
      <Group gap="xs" align="flex-end">
        <NativeSelect
          label={say(CAPACITY_TEXTS.kind)}
          value={capacity}
          data={LEGAL_CAPACITIES.map((one) => ({ value: one, label: say(CAPACITY_NAMES[one]) }))}
          onChange={({ currentTarget: { value } }) =>
            setCapacity(LEGAL_CAPACITIES.find((one) => one === value) ?? 'police')
          }
        />
        <TextInput
          type="date"
          label={say(CAPACITY_TEXTS.from)}
          value={from}
          onChange={(event) => setFrom(event.currentTarget.value)}
        />
        <TextInput
          type="date"
          label={say(CAPACITY_TEXTS.until)}
          value={until}
          onChange={(event) => setUntil(event.currentTarget.value)}
        />
        <Button variant="default" loading={added.isPending} onClick={() => added.mutate()}>
          {say(CAPACITY_TEXTS.add)}
        </Button>
      </Group>
      {added.isError && <Alert color="red">{say(errorText(added.error))}</Alert>}
    </>
  );
}
