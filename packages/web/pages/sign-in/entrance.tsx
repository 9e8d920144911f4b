/** What the pages by which one comes in look like: a title, why one is here, and a form of its own for one step. */
import { Alert, Anchor, Stack, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { type ReactNode, type RefObject, useEffect, useRef } from 'react';
import { errorText } from '../../i18n/error-text.ts';
import { useSpeech } from '../../i18n/language.tsx';
import classes from './entrance.module.css';

/** Title and site, then the children. */
export function Entrance({
  title,
  site,
  children,
}: {
  readonly title: string;
  readonly site: string;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <div className={classes['page']}>
      <Stack gap="lg">
        <div>
          <Title order={1} size="h2">
            {title}
          </Title>
          <Text>{site}</Text>
        </div>
        {children}
      </Stack>
    </div>
  );
}

/** The browser sends nothing by itself: what was typed is asked by the API. */
export function EntranceForm({
  error,
  onSubmit,
  children,
}: {
  /** Of the last try; null: none, or it went well. */
  readonly error: Error | null;
  readonly onSubmit: () => void;
  readonly children: ReactNode;
}): ReactNode {
  const { say } = useSpeech();
  return (
    <form
      className={classes['form']}
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      {error !== null && (
        <Alert color="red" role="alert">
          {say(errorText(error))}
        </Alert>
      )}
      {children}
    </form>
  );
}

/** To where somebody goes who is on the wrong page. */
export function OtherEntrance({
  to,
  children,
}: {
  readonly to: '/sign-in' | '/invitation' | '/recovery';
  readonly children: ReactNode;
}): ReactNode {
  return (
    <Anchor size="sm" className={classes['other'] ?? ''} renderRoot={(props) => <Link to={to} {...props} />}>
      {children}
    </Anchor>
  );
}

/** Whoever comes to a step can type at once. */
export function useFirstField(): RefObject<HTMLInputElement | null> {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  return field;
}
