/** The cameras of a shared screen, live: all of them, or one that somebody pressed, until it is pressed again. */
import type { OwnKioskAnswer } from '@matlang/contract';
import { type ReactNode, useEffect, useState } from 'react';
import { useLiveSocket } from '../../app/site-context.tsx';
import { KIOSK_TEXTS } from '../../i18n/kiosk-texts.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { enlargedWish } from '../live/channel-wish.ts';
import { PressedCamera } from '../live/pressed-camera.ts';
import { type ShownCamera, Tile } from '../live/tile.tsx';
import classes from './kiosk.module.css';

/** Whoever enlarged one and went away left the others out of sight. */
const ENLARGED_MS = 5 * 60_000;

type KioskCamera = OwnKioskAnswer['cameras'][number];

/** As many columns as rows, or one more. */
export function KioskWall({ cameras }: { readonly cameras: readonly KioskCamera[] }): ReactNode {
  const { say } = useSpeech();
  const socket = useLiveSocket();
  const [pressed] = useState(() => new PressedCamera(socket));
  useEffect(() => () => pressed.forget(), [pressed]);
  const [enlargedId, setEnlargedId] = useState<string | null>(null);
  const enlarged = cameras.find(({ id }) => id === enlargedId) ?? null;
  useEffect(() => {
    if (enlargedId === null) return undefined;
    const timer = setTimeout(() => setEnlargedId(null), ENLARGED_MS);
    return () => clearTimeout(timer);
  }, [enlargedId]);
  if (cameras.length === 0) return <p className={classes['empty']}>{say(KIOSK_TEXTS.noCameras)}</p>;
  const toggle = (id: string): void => {
    if (id === enlargedId) setEnlargedId(null);
    else void pressed.press(enlargedWish(id)).then(() => setEnlargedId(id));
  };
  return (
    <>
      {enlarged !== null && (
        <div className={classes['enlarged']}>
          <Tile
            key={enlarged.id}
            camera={shown(enlarged)}
            enlarged
            isBare
            pressed={pressed}
            onToggle={() => toggle(enlarged.id)}
          />
        </div>
      )}
      {/* Stays behind the enlarged one, out of sight: its tiles need not be made anew. */}
      <ul
        className={classes['wall']}
        hidden={enlarged !== null}
        style={{ '--columns': Math.ceil(Math.sqrt(cameras.length)) }}
      >
        {cameras.map((camera) => (
          <li key={camera.id} data-camera={camera.id}>
            <Tile
              camera={shown(camera)}
              enlarged={false}
              isBare
              pressed={pressed}
              onToggle={() => toggle(camera.id)}
            />
          </li>
        ))}
      </ul>
    </>
  );
}

/** No sound: whoever passes hears what was said to somebody else. */
const shown = ({ id, name, hasSub, live }: KioskCamera): ShownCamera => ({
  id,
  name,
  live,
  sub: hasSub ? {} : null,
  audio: { enabled: false },
});
