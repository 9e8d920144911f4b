/** A site without cameras: what to do first, and trying everything with simulated ones by one click. */
import { Alert, Button, Code, CopyButton, Group, Loader, Stack, Text, Title } from '@mantine/core';
import { firstCameraCommand } from '@matlang/contract';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ask } from '../../api/client.ts';
import { CAMERAS_QUERY } from '../../api/use-cameras.ts';
import { errorText } from '../../i18n/error-text.ts';
import { useSpeech } from '../../i18n/language.tsx';
import classes from './no-cameras.module.css';

/** Simulated cameras come one after the other. */
const LOOK_AGAIN_MS = 2000;

/** Stands where the pictures will be. */
export function NoCameras(): ReactNode {
  const { t, say } = useSpeech();
  const trying = useMutation({ mutationFn: () => ask('trySimulatedCameras') });
  useQuery({
    ...CAMERAS_QUERY,
    refetchInterval: trying.isSuccess ? LOOK_AGAIN_MS : false,
  });
  return (
    <div className={classes['page']}>
      <Stack className={classes['text'] ?? ''}>
        <Title order={1} size="h2">
          {t('noCameras')}
        </Title>
        <Text>{t('noCamerasTry')}</Text>
        {trying.isSuccess ? (
          <Group role="status" wrap="nowrap">
            <Loader size="sm" />
            <Text>{t('noCamerasStarting')}</Text>
          </Group>
        ) : (
          <Button
            loading={trying.isPending}
            onClick={() => trying.mutate()}
            className={classes['button'] ?? ''}
          >
            {t('noCamerasTryButton')}
          </Button>
        )}
        {trying.isError && (
          <Alert color="red" role="alert">
            {say(errorText(trying.error))}
          </Alert>
        )}
        <Text>{t('noCamerasAction')}</Text>
        <FirstCommand />
      </Stack>
    </div>
  );
}

/** A line that ends behind the two dashes would be typed wrong. */
const OPTION = /(--[a-z]+)/;

/** Names the folder of this very site; a word in its place where the server does not tell. */
function FirstCommand(): ReactNode {
  const { t, say } = useSpeech();
  const status = useQuery({ queryKey: ['status'], queryFn: ({ signal }) => ask('getStatus', { signal }) });
  // A command that changes while it is being copied is worse than one that comes a moment later.
  if (status.isPending) return null;
  const command = say(firstCameraCommand(status.data?.site.dataDirectory ?? null));
  return (
    <>
      <Code block className={classes['command'] ?? ''}>
        {command.split(OPTION).map((part, at) =>
          OPTION.test(part) ? (
            // The same option may stand there twice.
            <span key={`${at} ${part}`} className={classes['option']}>
              {part}
            </span>
          ) : (
            part
          ),
        )}
      </Code>
      <CopyButton value={command}>
        {({ copied, copy }) => (
          <Button variant="default" onClick={copy} className={classes['button'] ?? ''}>
            {t(copied ? 'copied' : 'copy')}
          </Button>
        )}
      </CopyButton>
    </>
  );
}
