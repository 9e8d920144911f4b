/** Where signed heads of the log are sent each night, and whether they arrive. */
import { Alert, Button, Group, Text, TextInput } from '@mantine/core';
import type { HeadDeliveryAnswer, HeadDeliveryState, HeadFailure } from '@matlang/contract';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { ask } from '../../api/client.ts';
import { errorText } from '../../i18n/error-text.ts';
import { type SettingKey, useSettingSpeech } from '../../i18n/setting-speech.ts';
import { minuteText } from '../../i18n/time-text.ts';
import { LoadState } from '../../page/page.tsx';
import classes from './settings-page.module.css';

const HEADS_QUERY = queryOptions({
  queryKey: ['audit-heads'],
  queryFn: ({ signal }) => ask('getHeadDelivery', { signal }),
});

const FAILURES = {
  'no-head': 'headsFailedNoHead',
  'folder-missing': 'headsFailedFolder',
  'folder-not-writable': 'headsFailedWrite',
  'disk-full': 'headsFailedFull',
  'not-reached': 'headsFailedReach',
  refused: 'headsFailedRefused',
  'too-slow': 'headsFailedSlow',
  failed: 'headsFailedOther',
} as const satisfies Readonly<Record<HeadFailure, SettingKey>>;

/** Without its title. */
export function HeadsSection(): ReactNode {
  const { s } = useSettingSpeech();
  const heads = useQuery(HEADS_QUERY);
  return (
    <>
      <Text>{s('headsWhat')}</Text>
      <LoadState query={heads} />
      {heads.data !== undefined && <HeadsForm heads={heads.data} />}
    </>
  );
}

function HeadsForm({ heads }: { readonly heads: HeadDeliveryAnswer }): ReactNode {
  const { s, say } = useSettingSpeech();
  const queries = useQueryClient();
  const { settings } = heads;
  const [folder, setFolder] = useState(settings.folder ?? '');
  const [webhook, setWebhook] = useState(settings.webhook ?? '');
  const keep = (answer: HeadDeliveryAnswer): void => {
    queries.setQueryData(HEADS_QUERY.queryKey, answer);
  };
  const saved = useMutation({
    mutationFn: () =>
      ask('changeHeadDelivery', { body: { folder: folder.trim() || null, webhook: webhook.trim() || null } }),
    onSuccess: keep,
  });
  const sent = useMutation({ mutationFn: () => ask('sendHeads', { body: {} }), onSuccess: keep });
  const failed = saved.error ?? sent.error;
  return (
    <form
      className={classes['form']}
      onSubmit={(event) => {
        event.preventDefault();
        saved.mutate();
      }}
    >
      <TextInput
        label={s('headsFolder')}
        description={s('headsFolderWhat')}
        value={folder}
        maxLength={1024}
        spellCheck={false}
        onChange={(event) => setFolder(event.currentTarget.value)}
      />
      <TextInput
        label={s('headsWebhook')}
        description={s('headsWebhookWhat')}
        value={webhook}
        maxLength={2048}
        spellCheck={false}
        onChange={(event) => setWebhook(event.currentTarget.value)}
      />
      {settings.folder !== null && <Delivery target={s('headsFolder')} state={heads.folder} />}
      {settings.webhook !== null && <Delivery target={s('headsWebhook')} state={heads.webhook} />}
      {failed !== null && (
        <Alert color="red" role="alert">
          {say(errorText(failed))}
        </Alert>
      )}
      {saved.isSuccess && (
        <Alert color="green" role="status">
          {s('headsSaved')}
        </Alert>
      )}
      <Group>
        <Button type="submit" loading={saved.isPending}>
          {s('headsSave')}
        </Button>
        {(settings.folder ?? settings.webhook) !== null && (
          <Button variant="default" loading={sent.isPending} onClick={() => sent.mutate()}>
            {s('headsSend')}
          </Button>
        )}
      </Group>
    </form>
  );
}

function Delivery({
  target,
  state: { sentAt, seq, failingSince, failure },
}: {
  readonly target: string;
  readonly state: HeadDeliveryState;
}): ReactNode {
  const { s } = useSettingSpeech();
  const state =
    sentAt === null ? s('headsNever') : s('headsSent', { time: minuteText(sentAt), seq: seq ?? 0 });
  return (
    <>
      <Text size="sm">{s('headsState', { target, state })}</Text>
      {failure !== null && failingSince !== null && (
        <Alert color="red" role="alert">
          {s('headsFailing', { target, time: minuteText(failingSince), why: s(FAILURES[failure]) })}
        </Alert>
      )}
    </>
  );
}
