/** What can be done with the enlarged picture: sound, still to file, full screen, and the way to its recordings. */
import { ActionIcon } from '@mantine/core';
import {
  IconBolt,
  IconCamera,
  IconHistory,
  IconMaximize,
  IconVolume,
  IconVolumeOff,
} from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, type RefObject, useState } from 'react';
import { useSpeech } from '../../i18n/language.tsx';
import { saveStill, stillFileName } from '../../picture/still-file.ts';
import { hasWebCodecs } from '../../player/live/web-codecs.ts';
import classes from './tile.module.css';
import type { ShownCamera } from './tile.tsx';
import { useLiveSound } from './use-live-sound.ts';
import type { PictureElement } from './use-live-video.ts';

/** Of which tile. */
export interface TileToolsProps {
  readonly camera: ShownCamera;
  /** What fills the screen. */
  readonly frame: RefObject<HTMLElement | null>;
  /** What shows it at the moment. */
  readonly picture: () => PictureElement | null;
  readonly lowDelay: boolean;
  readonly onLowDelay: (wished: boolean) => void;
  /** Site time of the picture on show; null: there is none yet. */
  readonly pictureUnixMs: number | null;
}

/** The row of buttons over the enlarged picture. */
export function TileTools({
  camera,
  frame,
  picture,
  lowDelay,
  onLowDelay,
  pictureUnixMs,
}: TileToolsProps): ReactNode {
  const { t } = useSpeech();
  const navigate = useNavigate();
  const [listening, setListening] = useState(false);
  const sound = useLiveSound(camera.id, listening);
  const tool = (label: string, icon: ReactNode, onClick: () => void, disabled = false): ReactNode => (
    <ActionIcon
      variant="filled"
      size="lg"
      aria-label={label}
      title={label}
      onClick={onClick}
      disabled={disabled}
    >
      {icon}
    </ActionIcon>
  );
  const save = (): void => {
    const shown = picture();
    if (shown !== null && pictureUnixMs !== null)
      void saveStill(shown, stillFileName(camera.name, pictureUnixMs));
  };
  const review = (): void =>
    void navigate({
      to: '/review',
      search: { cameras: camera.id, ...(pictureUnixMs === null ? {} : { at: pictureUnixMs }) },
    });
  return (
    <div className={classes['tools']}>
      {listening && sound === 'silent' && <span className={classes['toolNote']}>{t('tileSoundSilent')}</span>}
      {camera.audio.enabled &&
        tool(
          t(listening ? 'tileSoundOff' : 'tileSoundOn'),
          listening ? <IconVolume size={20} /> : <IconVolumeOff size={20} />,
          () => setListening(!listening),
        )}
      <ActionIcon
        variant={lowDelay ? 'white' : 'filled'}
        size="lg"
        aria-label={t('tileLowDelay')}
        aria-pressed={lowDelay}
        title={t(hasWebCodecs() ? 'tileLowDelay' : 'tileNoLowDelay')}
        disabled={!hasWebCodecs()}
        onClick={() => onLowDelay(!lowDelay)}
      >
        <IconBolt size={20} />
      </ActionIcon>
      {tool(t('tileStill'), <IconCamera size={20} />, save, pictureUnixMs === null)}
      {tool(t('tileReview'), <IconHistory size={20} />, review)}
      {tool(t('tileFullScreen'), <IconMaximize size={20} />, () => void frame.current?.requestFullscreen())}
    </div>
  );
}
