/** What pages of lists look like: a title with what can be done, and below it the list, or why there is none. */
import { Alert, Button, Center, Loader, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { errorText } from '../i18n/error-text.ts';
import { useSpeech } from '../i18n/language.tsx';
import classes from './page.module.css';

/** Title and actions, then the children. */
export function Page({
  title,
  actions,
  children,
}: {
  readonly title: string;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <div className={classes['page']}>
      <header className={classes['head']}>
        <Title order={1} size="h2">
          {title}
        </Title>
        <div className={classes['actions']}>{actions}</div>
      </header>
      {children}
    </div>
  );
}

/** Of TanStack Query, as far as it is looked at. */
interface Loading {
  readonly isError: boolean;
  readonly error: unknown;
  readonly data: unknown;
  readonly refetch: () => Promise<unknown>;
}

/** Why nothing can be shown yet, or that what is shown is old; nothing where all is well. */
export function LoadState({ query }: { readonly query: Loading }): ReactNode {
  const { t, say } = useSpeech();
  if (query.isError)
    return (
      <Alert color="red" role="alert">
        <Stack gap="xs" align="flex-start">
          <Text>{say(errorText(query.error))}</Text>
          <Button size="compact-sm" variant="default" onClick={() => void query.refetch()}>
            {t('retry')}
          </Button>
        </Stack>
      </Alert>
    );
  if (query.data !== undefined) return null;
  return (
    <Center p="xl" role="status" className={classes['loading'] ?? ''}>
      <Stack align="center">
        <Loader />
        <Text>{t('loading')}</Text>
      </Stack>
    </Center>
  );
}

/** A list without entries says what to do first. */
export function Empty({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <Center p="xl">
      <Text ta="center" maw={520}>
        {children}
      </Text>
    </Center>
  );
}
