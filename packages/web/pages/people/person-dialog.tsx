/** One person: name and position, and what is done when a password or a phone is lost or somebody leaves. */
import { Alert, Button, Divider, Group, Stack, TextInput } from '@mantine/core';
import type { NewPersonAnswer, PersonAnswer } from '@matlang/contract';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { ask, type Question } from '../../api/client.ts';
import { errorText } from '../../i18n/error-text.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { ConfirmButton } from '../../page/confirm-button.tsx';
import { DialogActions, PageDialog } from '../../page/page-dialog.tsx';
import { CapacitySection } from './capacity-section.tsx';
import { useAfterChange } from './people-queries.ts';

type Change = NonNullable<Question<'changePerson'>['body']>;

/** Over the page, until it is closed. */
export function PersonDialog({
  person,
  nowUnixMs,
  onClose,
  onInvited,
}: {
  readonly person: PersonAnswer;
  readonly nowUnixMs: number;
  readonly onClose: () => void;
  readonly onInvited: (answer: NewPersonAnswer) => void;
}): ReactNode {
  const { t, say } = useSpeech();
  const after = useAfterChange();
  const [name, setName] = useState(person.name);
  const [position, setPosition] = useState(person.position);
  const change = (body: Change) => after(ask('changePerson', { params: { id: person.id }, body }));
  const saved = useMutation({ mutationFn: () => change({ name, position }), onSuccess: onClose });
  const ended = person.endedAt !== null;
  return (
    <PageDialog title={t('personEditTitle', { name: person.userName })} size="lg" opened onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          saved.mutate();
        }}
      >
        <Stack>
          <TextInput
            required
            label={t('personName')}
            maxLength={200}
            autoComplete="off"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <TextInput
            label={t('personPosition')}
            maxLength={200}
            autoComplete="off"
            value={position}
            onChange={(event) => setPosition(event.currentTarget.value)}
          />
          <Divider />
          <CapacitySection person={person} nowUnixMs={nowUnixMs} />
          <Divider />
          <Group gap="xs">
            {!ended && (
              <ConfirmButton
                label={t('personInvite')}
                sure={t('personInviteSure')}
                onConfirm={async () =>
                  onInvited(await after(ask('invitePerson', { params: { id: person.id } })))
                }
              />
            )}
            {person.secondFactor && (
              <ConfirmButton
                label={t('personLostPhone')}
                sure={t('personLostPhoneSure')}
                onConfirm={() => change({ removeSecondFactor: true })}
              />
            )}
            <ConfirmButton
              key={String(ended)}
              label={t(ended ? 'personBegin' : 'personEnd')}
              sure={t(ended ? 'personBeginSure' : 'personEndSure')}
              onConfirm={() => change({ ended: !ended })}
            />
          </Group>
          <DialogActions>
            {saved.isError && <Alert color="red">{say(errorText(saved.error))}</Alert>}
            <Button variant="default" onClick={onClose}>
              {t('close')}
            </Button>
            <Button type="submit" loading={saved.isPending}>
              {t('personSave')}
            </Button>
          </DialogActions>
        </Stack>
      </form>
    </PageDialog>
  );
}
