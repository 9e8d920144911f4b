/** The row of buttons under the pictures: playing, speed, time, cameras, zoom. */
import { ActionIcon, Badge, MultiSelect, Select, Text } from '@mantine/core';
import {
  IconChevronLeft,
  IconChevronRight,
  IconHelp,
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconPlayerSkipBackFilled,
  IconPlayerSkipForwardFilled,
  IconPlayerTrackNextFilled,
  IconPlayerTrackPrevFilled,
  IconZoomIn,
  IconZoomOut,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useSpeech } from '../../i18n/language.tsx';
import { rateText } from '../../i18n/size-text.ts';
import type { PlaybackControl } from '../../player/recorded/playback-control.ts';
import { MOST_CAMERAS } from '../../span/most-cameras.ts';
import { RATES } from './review-address.ts';
import type { ReviewCommand } from './review-keys.ts';
import classes from './review-page.module.css';
import { TimeField } from './time-field.tsx';
import { usePlaybackFacts } from './use-playback.ts';

/** Speeds to choose from; backwards those from 1 on. */
const CHOICES = [
  ...RATES.filter((rate) => rate >= 1)
    .map((rate) => -rate)
    .toReversed(),
  ...RATES,
];

/** What the buttons do is what keys do. */
export interface ReviewControlsProps {
  readonly control: PlaybackControl;
  readonly cameras: readonly { readonly id: string; readonly name: string }[];
  readonly chosen: readonly string[];
  readonly onChosen: (ids: readonly string[]) => void;
  readonly onTime: (unixMs: number) => void;
  readonly act: (command: ReviewCommand) => void;
}

/** See the head of the file. */
export function ReviewControls(props: ReviewControlsProps): ReactNode {
  const { control, cameras, chosen, onChosen, onTime, act } = props;
  const { t, language } = useSpeech();
  const { rate, playing, keyFramesOnly } = usePlaybackFacts(control);
  return (
    <div className={classes['controls']}>
      <Transport playing={playing} act={act} />
      <Select
        aria-label={t('speed')}
        className={classes['speed'] ?? ''}
        allowDeselect={false}
        comboboxProps={{ width: 110 }}
        data={CHOICES.map((one) => ({
          value: String(one),
          label: one < 0 ? t('backwards', { rate: -one }) : `${rateText(one, language)}x`,
        }))}
        value={String(rate)}
        onChange={(value) => {
          control.setRate(Number(value));
          // Back to the page's keys.
          if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
        }}
      />
      {playing && keyFramesOnly && (
        <Badge color="yellow" variant="light" tt="none" title={t('keyFramesOnlyWhy')} role="status">
          {t('keyFramesOnly')}
        </Badge>
      )}
      <TimeField control={control} onTime={onTime} />
      <MultiSelect
        aria-label={t('cameras')}
        className={classes['cameras'] ?? ''}
        classNames={{ pillsList: classes['pills'] ?? '' }}
        searchable
        maxValues={MOST_CAMERAS}
        {...(chosen.length > 1
          ? {
              leftSection: (
                <Text span size="sm" fw={600} aria-hidden="true">
                  {chosen.length}
                </Text>
              ),
            }
          : {})}
        placeholder={chosen.length < 2 ? t('addCameras') : ''}
        data={cameras.map(({ id, name }) => ({ value: id, label: name }))}
        value={[...chosen]}
        onChange={onChosen}
      />
      <div className={classes['buttons']}>
        <CommandButton text={t('zoomOut')} keyName="−" onClick={() => act({ do: 'zoom', factor: 2 })}>
          <IconZoomOut size={18} />
        </CommandButton>
        <CommandButton text={t('zoomIn')} keyName="+" onClick={() => act({ do: 'zoom', factor: 0.5 })}>
          <IconZoomIn size={18} />
        </CommandButton>
        <CommandButton text={t('markIn')} keyName="I" onClick={() => act({ do: 'mark-in' })}>
          <strong>I</strong>
        </CommandButton>
        <CommandButton text={t('markOut')} keyName="O" onClick={() => act({ do: 'mark-out' })}>
          <strong>O</strong>
        </CommandButton>
        <CommandButton text={t('keysTitle')} keyName="?" onClick={() => act({ do: 'help' })}>
          <IconHelp size={18} />
        </CommandButton>
      </div>
    </div>
  );
}

function Transport({
  playing,
  act,
}: {
  readonly playing: boolean;
  readonly act: (command: ReviewCommand) => void;
}): ReactNode {
  const { t } = useSpeech();
  return (
    <div className={classes['buttons']}>
      <CommandButton text={t('gapBefore')} keyName="P" onClick={() => act({ do: 'previous-gap' })}>
        <IconPlayerSkipBackFilled size={16} />
      </CommandButton>
      <CommandButton
        text={t('playBackwards')}
        keyName="J"
        onClick={() => act({ do: 'faster', direction: -1 })}
      >
        <IconPlayerTrackPrevFilled size={16} />
      </CommandButton>
      <CommandButton text={t('frameBack')} keyName="," onClick={() => act({ do: 'step', direction: -1 })}>
        <IconChevronLeft size={18} />
      </CommandButton>
      <ActionIcon
        size="xl"
        aria-label={playing ? t('pause') : t('play')}
        title={`${playing ? t('pause') : t('play')} (Space)`}
        onClick={() => act({ do: 'toggle' })}
      >
        {playing ? <IconPlayerPauseFilled size={20} /> : <IconPlayerPlayFilled size={20} />}
      </ActionIcon>
      <CommandButton text={t('frameForward')} keyName="." onClick={() => act({ do: 'step', direction: 1 })}>
        <IconChevronRight size={18} />
      </CommandButton>
      <CommandButton text={t('playFaster')} keyName="L" onClick={() => act({ do: 'faster', direction: 1 })}>
        <IconPlayerTrackNextFilled size={16} />
      </CommandButton>
      <CommandButton text={t('gapAfter')} keyName="N" onClick={() => act({ do: 'next-gap' })}>
        <IconPlayerSkipForwardFilled size={16} />
      </CommandButton>
    </div>
  );
}

function CommandButton({
  text,
  keyName,
  onClick,
  children,
}: {
  readonly text: string;
  readonly keyName: string;
  readonly onClick: () => void;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <ActionIcon
      size="lg"
      variant="default"
      aria-label={text}
      title={`${text} (${keyName})`}
      onClick={onClick}
    >
      {children}
    </ActionIcon>
  );
}
