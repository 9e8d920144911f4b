/** Asks for what recordings are looked at: what was stated lately by one press, or another one in two fields. */

import { Alert, Button, Radio, Stack, Text, TextInput } from '@mantine/core';
import { PURPOSE_KIND_TEXTS, type PurposeAnswer, purposeText } from '@matlang/contract';
import { IconHistory } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { errorText } from '../i18n/error-text.ts';
import { useSpeech } from '../i18n/language.tsx';
import type { TextKey } from '../i18n/texts.ts';
import { DialogActions, PageDialog } from '../page/page-dialog.tsx';
import classes from './purpose.module.css';
import { type RecentPurpose, usePurpose, usePurposeActions } from './use-purpose.ts';

type Kind = PurposeAnswer['kind'];

const KINDS = ['incident', 'inspection', 'test', 'other'] as const satisfies readonly Kind[];
/** As the server. */
const MOST_NUMBER = 50;
const MOST_TEXT = 130;
const TEXT_LABELS: Readonly<Record<Kind, TextKey>> = {
  incident: 'purposeAbout',
  inspection: 'purposeNote',
  test: 'purposeNote',
  other: 'purposeReason',
};

/** Over the page; `onClose` when one was stated, or nobody wants to. */
export function PurposeDialog({
  opened,
  onClose,
}: {
  readonly opened: boolean;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useSpeech();
  return (
    <PageDialog title={t('purposeTitle')} size="lg" opened={opened} onClose={onClose}>
      <PurposeForm onClose={onClose} />
    </PageDialog>
  );
}

function PurposeForm({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { t, say } = useSpeech();
  const { current, recent } = usePurpose();
  const { state } = usePurposeActions();
  const [kind, setKind] = useState<Kind>('incident');
  const [number, setNumber] = useState('');
  const [text, setText] = useState('');
  const stated = useMutation({ mutationFn: state, onSuccess: onClose });
  const words = { kind, number: kind === 'incident' ? number : '', text };
  const offered = recent.filter((one) => current === null || !isSame(one, current));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        // The dialog of an export, in which this one may be opened, has a form of its own.
        event.stopPropagation();
        stated.mutate(words);
      }}
    >
      <Stack>
        <Text size="sm">{t('purposeWhy')}</Text>
        {offered.length > 0 && (
          <Recent recent={offered} disabled={stated.isPending} onChoose={(one) => stated.mutate(one)} />
        )}
        <Radio.Group
          label={t(offered.length > 0 ? 'purposeAnother' : 'purposeKind')}
          value={kind}
          onChange={(value) => setKind(KINDS.find((one) => one === value) ?? 'incident')}
        >
          <div className={classes['kinds']}>
            {KINDS.map((one) => (
              <Radio key={one} value={one} label={say(PURPOSE_KIND_TEXTS[one])} />
            ))}
          </div>
        </Radio.Group>
        {kind === 'incident' && (
          <TextInput
            required
            data-autofocus
            label={t('purposeNumber')}
            placeholder="12/2026"
            value={number}
            maxLength={MOST_NUMBER}
            onChange={(event) => setNumber(event.currentTarget.value)}
          />
        )}
        <TextInput
          required={kind === 'other'}
          label={t(TEXT_LABELS[kind])}
          value={text}
          maxLength={MOST_TEXT}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <DialogActions>
          {stated.isError && <Alert color="red">{say(errorText(stated.error))}</Alert>}
          <Button variant="default" onClick={onClose}>
            {t(current === null ? 'purposeLater' : 'close')}
          </Button>
          <Button type="submit" loading={stated.isPending}>
            {t('purposeState')}
          </Button>
        </DialogActions>
      </Stack>
    </form>
  );
}

function Recent({
  recent,
  disabled,
  onChoose,
}: {
  readonly recent: readonly RecentPurpose[];
  readonly disabled: boolean;
  readonly onChoose: (one: RecentPurpose) => void;
}): ReactNode {
  const { t, say } = useSpeech();
  return (
    <div>
      <Text size="sm" fw={500} id="recent-purposes">
        {t('purposeRecent')}
      </Text>
      <ul className={classes['recent']} aria-labelledby="recent-purposes">
        {recent.map((one) => (
          <li key={JSON.stringify(one)}>
            <Button
              variant="default"
              fullWidth
              justify="flex-start"
              leftSection={<IconHistory size={16} aria-hidden="true" />}
              disabled={disabled}
              onClick={() => onChoose(one)}
            >
              {say(purposeText(one))}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}

const isSame = (one: RecentPurpose, other: RecentPurpose): boolean =>
  one.kind === other.kind && one.number === other.number && one.text === other.text;
