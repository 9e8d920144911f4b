/** Name and area of the site. */

import { Alert, Button, TextInput } from '@mantine/core';
import { MAX_AREA_CHARACTERS, type SiteSettings } from '@matlang/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { ask } from '../../api/client.ts';
import { SESSION_QUERY } from '../../api/use-session.ts';
import { errorText } from '../../i18n/error-text.ts';
import { useSettingSpeech } from '../../i18n/setting-speech.ts';
import classes from './settings-page.module.css';
import { SITE_QUERY } from './site-query.ts';

const MAX_NAME_CHARACTERS = 200;

/** @param props.site as the server has it when the form is opened. @param props.onSaved it is in force */
export function SiteForm({
  site,
  save,
  onSaved,
}: {
  readonly site: SiteSettings;
  /** What its button says. */
  readonly save: string;
  readonly onSaved?: () => void;
}): ReactNode {
  const { s, say } = useSettingSpeech();
  const queries = useQueryClient();
  const [typed, setTyped] = useState(site);
  const saved = useMutation({
    mutationFn: () => ask('changeSiteSettings', { body: typed }),
    onSuccess: (answer) => {
      queries.setQueryData(SITE_QUERY.queryKey, answer);
      // The frame and the tab bear the name.
      void queries.invalidateQueries({ queryKey: SESSION_QUERY.queryKey });
      setTyped(answer);
      onSaved?.();
    },
  });
  const change = (part: Partial<SiteSettings>): void => {
    saved.reset();
    setTyped((now) => ({ ...now, ...part }));
  };
  return (
    <form
      className={classes['form']}
      onSubmit={(event) => {
        event.preventDefault();
        saved.mutate();
      }}
    >
      <TextInput
        required
        label={s('siteNameLabel')}
        description={s('siteNameWhat')}
        value={typed.name}
        maxLength={MAX_NAME_CHARACTERS}
        onChange={(event) => change({ name: event.currentTarget.value })}
      />
      <TextInput
        label={s('siteAreaLabel')}
        description={s('siteAreaWhat')}
        value={typed.area}
        maxLength={MAX_AREA_CHARACTERS}
        onChange={(event) => change({ area: event.currentTarget.value })}
      />
      {saved.isError && (
        <Alert color="red" role="alert">
          {say(errorText(saved.error))}
        </Alert>
      )}
      {saved.isSuccess && (
        <Alert color="green" role="status">
          {s('siteSaved')}
        </Alert>
      )}
      <div>
        <Button type="submit" loading={saved.isPending}>
          {save}
        </Button>
      </div>
    </form>
  );
}
