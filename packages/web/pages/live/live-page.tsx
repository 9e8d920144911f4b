/** All cameras as a grid from their sub streams; one enlarged from its main stream. */
import { Anchor, Center, VisuallyHidden } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type ReactNode, type RefObject, useEffect, useRef, useState } from 'react';
import { CAMERAS_QUERY } from '../../api/use-cameras.ts';
import { useLiveFacts, useLiveSocket } from '../../app/site-context.tsx';
import { useSpeech } from '../../i18n/language.tsx';
import { LoadState } from '../../page/page.tsx';
import { NoCameras } from '../empty/no-cameras.tsx';
import { enlargedWish } from './channel-wish.ts';
import classes from './live-page.module.css';
import { PressedCamera } from './pressed-camera.ts';
import { Tile } from './tile.tsx';

/** More than these become too small to tell anything: then the page scrolls. */
const MAX_FITTED = 16;
const DOUBLE_CLICK_MS = 400;

/** The page at `/live`. */
export function LivePage(): ReactNode {
  const { t } = useSpeech();
  const { connected } = useLiveFacts();
  const search = useSearch({ from: '/live' });
  const navigate = useNavigate({ from: '/live' });
  const cameras = useQuery({
    ...CAMERAS_QUERY,
    refetchInterval: 30_000,
  });
  const { refetch } = cameras;
  useEffect(() => {
    // While the server was away cameras may have changed.
    if (connected) void refetch();
  }, [connected, refetch]);
  const enlarged = cameras.data?.cameras.find(({ id }) => id === search.camera) ?? null;
  const socket = useLiveSocket();
  const [pressed] = useState(() => new PressedCamera(socket));
  useEffect(() => () => pressed.forget(), [pressed]);
  const pressedMs = useRef(-Infinity);
  const show = (camera: string | undefined): void => {
    // The second press of a double click would undo the first, or open what lies there now.
    if (performance.now() - pressedMs.current < DOUBLE_CLICK_MS) return;
    pressedMs.current = performance.now();
    if (camera === undefined) void navigate({ search: {} });
    else void pressed.press(enlargedWish(camera)).then(() => navigate({ search: { camera } }));
  };
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && document.fullscreenElement === null) void navigate({ search: {} });
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [navigate]);
  const large = useRef<HTMLDivElement>(null);
  const grid = useRef<HTMLUListElement>(null);
  useFocusOnPicture(cameras.data === undefined ? undefined : (enlarged?.id ?? null), large, grid);

  if (cameras.data === undefined)
    return (
      <Center flex={1}>
        <VisuallyHidden component="h1">{t('live')}</VisuallyHidden>
        <LoadState query={cameras} />
      </Center>
    );
  const shown = cameras.data.cameras.filter(({ enabled }) => enabled);
  if (shown.length === 0) return <NoCameras />;
  return (
    <>
      <VisuallyHidden component="h1">{enlarged?.name ?? t('live')}</VisuallyHidden>
      {enlarged !== null && (
        <div ref={large} className={classes['enlarged']}>
          <Anchor component="button" onClick={() => show(undefined)} className={classes['back'] ?? ''}>
            <IconArrowLeft size={16} /> {t('tileBack')}
          </Anchor>
          <Tile
            key={enlarged.id}
            camera={enlarged}
            enlarged
            pressed={pressed}
            onToggle={() => show(undefined)}
          />
        </div>
      )}
      {/* Stays behind the enlarged one, out of sight: its tiles need not be made anew. */}
      <ul
        ref={grid}
        className={classes['grid']}
        hidden={enlarged !== null}
        data-fits={shown.length <= MAX_FITTED}
        style={{ '--columns': Math.ceil(Math.sqrt(shown.length)) }}
      >
        {shown.map((camera) => (
          <li key={camera.id} data-camera={camera.id}>
            <Tile camera={camera} enlarged={false} pressed={pressed} onToggle={() => show(camera.id)} />
          </li>
        ))}
      </ul>
    </>
  );
}

/** The focus goes with the picture: where it was is out of sight behind the enlarged one, or gone with it. */
function useFocusOnPicture(
  /** Undefined until the cameras are known. */
  enlargedId: string | null | undefined,
  large: RefObject<HTMLElement | null>,
  grid: RefObject<HTMLElement | null>,
): void {
  const before = useRef(enlargedId);
  useEffect(() => {
    const last = before.current;
    before.current = enlargedId;
    // A page that was opened with a camera in its address begins as every page does.
    if (last === enlargedId || last === undefined || enlargedId === undefined) return;
    const tile =
      enlargedId === null
        ? grid.current?.querySelector(`[data-camera="${last}"]`)
        : large.current?.querySelector('[data-enlarged]');
    tile?.querySelector('button')?.focus();
  }, [enlargedId, large, grid]);
}
