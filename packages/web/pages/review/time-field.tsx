/** The instant in words, and the field in which another one is typed. */

import { TextInput } from '@mantine/core';
import { parseSpokenInstant } from '@matlang/contract';
import { type ReactNode, useState } from 'react';
import { useSpeech } from '../../i18n/language.tsx';
import { instantText } from '../../i18n/time-text.ts';
import type { PlaybackControl } from '../../player/recorded/playback-control.ts';
import classes from './review-page.module.css';
import { useInstant } from './use-playback.ts';

/** What is typed is meant by the site's clock. */
export function TimeField({
  control,
  onTime,
}: {
  readonly control: PlaybackControl;
  readonly onTime: (unixMs: number) => void;
}): ReactNode {
  const { t } = useSpeech();
  const instantUnixMs = useInstant(control, 1000);
  const [typed, setTyped] = useState<string | null>(null);
  const [wrong, setWrong] = useState(false);
  return (
    <form
      className={classes['time']}
      onSubmit={(event) => {
        event.preventDefault();
        const unixMs = parseSpokenInstant(typed ?? '', control.nowUnixMs);
        setWrong(unixMs === null);
        if (unixMs === null) return;
        setTyped(null);
        onTime(unixMs);
        if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
      }}
    >
      <TextInput
        aria-label={t('timeField')}
        value={typed ?? instantText(instantUnixMs)}
        placeholder="15/02 14:30"
        error={wrong ? t('timeNotUnderstood') : false}
        classNames={{ error: classes['timeError'] ?? '' }}
        onFocus={(event) => {
          setTyped('');
          event.currentTarget.select();
        }}
        onBlur={() => {
          setTyped(null);
          setWrong(false);
        }}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
    </form>
  );
}
