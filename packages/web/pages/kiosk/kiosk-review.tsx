/** The last half hour on a shared screen: one camera large, the others a press away; who looks and for what stands over it all the time. */
import { Button } from '@mantine/core';
import type { OwnKioskAnswer } from '@matlang/contract';
import {
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconPlayerTrackNextFilled,
  IconX,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import { ask } from '../../api/client.ts';
import { KIOSK_TEXTS } from '../../i18n/kiosk-texts.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { clockText } from '../../i18n/time-text.ts';
import { ZoomStore } from '../../picture/zoom-store.ts';
import { PlaybackControl } from '../../player/recorded/playback-control.ts';
import { GivenPurpose } from '../../purpose/given-purpose.ts';
import type { TimelineRow } from '../../timeline/timeline-row.ts';
import { RecordedVideo } from '../review/recorded-video.tsx';
import { useInstant, usePlaybackFacts } from '../review/use-playback.ts';
import classes from './kiosk.module.css';
import { useShow } from './kiosk-query.ts';
import { useEachSecond } from './use-each-second.ts';
import { useStay } from './use-stay.ts';

/** Further in than the server's own bound: what is asked for must still lie within it when it is read. */
const MARGIN_MS = 30_000;
/** A fragment reaches the disk with some delay. */
const BEHIND_NOW_MS = 3000;
/** Most come because of what happened a moment ago. */
const BEGINS_MS = 2 * 60_000;
const ASK_EVERY_MS = 15_000;
const FAST = 4;
/** Said before it happens. */
const IDLE_SAID_MS = 60_000;

type Unlocked = NonNullable<OwnKioskAnswer['unlocked']>;

/** What it is made of. */
export interface KioskReviewProps {
  readonly kiosk: OwnKioskAnswer;
  readonly unlocked: Unlocked;
  /** When the answer came, in ms of this browser's clock. */
  readonly updatedAt: number;
  /** Site time. */
  readonly nowUnixMs: () => number;
}

/** Instead of the wall, until it is over. */
export function KioskReview({ kiosk, unlocked, updatedAt, nowUnixMs }: KioskReviewProps): ReactNode {
  const { say } = useSpeech();
  const show = useShow();
  const cameras = kiosk.cameras.filter(({ id }) => unlocked.cameras.includes(id));
  const [chosen, setChosen] = useState(cameras[0]?.id ?? '');
  const camera = cameras.find(({ id }) => id === chosen) ?? cameras[0] ?? null;
  const [control] = useState(() => new PlaybackControl(nowUnixMs() - BEGINS_MS, 1, nowUnixMs));
  useEffect(() => control.start(), [control]);
  const window = { ms: kiosk.windowMs, nowUnixMs };
  useKeptWithin(control, window);
  useStay();
  const end = (): void => void ask('lockKiosk').then(show, () => undefined);
  return (
    <GivenPurpose value={unlocked.purposeId}>
      <main className={classes['screen']}>
        <header className={classes['bar']}>
          <h1 className={classes['name']}>
            {say(KIOSK_TEXTS.watching, { name: unlocked.person })}
            <span className={classes['screenName']}>{unlocked.purpose}</span>
          </h1>
          <TimeLeft unlocked={unlocked} updatedAt={updatedAt} />
          <Button
            size="xl"
            color="red"
            className={classes['big'] ?? ''}
            leftSection={<IconX size="1.2em" aria-hidden="true" />}
            onClick={end}
          >
            {say(KIOSK_TEXTS.toLive)}
          </Button>
        </header>
        <div className={classes['review']}>
          <nav className={classes['list']} aria-label={say(KIOSK_TEXTS.cameras)}>
            {cameras.map(({ id, name }) => (
              <button
                key={id}
                type="button"
                className={classes['listed']}
                aria-pressed={id === camera?.id}
                onClick={() => setChosen(id)}
              >
                {name}
              </button>
            ))}
          </nav>
          <div className={classes['picture']}>
            {camera !== null && <Picture key={camera.id} camera={camera} control={control} window={window} />}
          </div>
        </div>
        <Controls control={control} window={window} />
      </main>
    </GivenPurpose>
  );
}

interface Window {
  readonly ms: number;
  readonly nowUnixMs: () => number;
}

const earliest = ({ ms, nowUnixMs }: Window): number => nowUnixMs() - ms + MARGIN_MS;
const latest = ({ nowUnixMs }: Window): number => nowUnixMs() - BEHIND_NOW_MS;
const within = (window: Window, unixMs: number): number =>
  Math.min(latest(window), Math.max(earliest(window), unixMs));

/** What stands still at the edge leaves it by itself. */
function useKeptWithin(control: PlaybackControl, { ms, nowUnixMs }: Window): void {
  useEffect(() => {
    const timer = setInterval(() => {
      const edge = earliest({ ms, nowUnixMs });
      if (control.instantUnixMs < edge - MARGIN_MS / 2) control.seek(edge);
    }, 1000);
    return () => clearInterval(timer);
  }, [control, ms, nowUnixMs]);
}

function Picture({
  camera,
  control,
  window,
}: {
  readonly camera: OwnKioskAnswer['cameras'][number];
  readonly control: PlaybackControl;
  readonly window: Window;
}): ReactNode {
  const { baseUnixMs } = usePlaybackFacts(control);
  const [zooms] = useState(() => new ZoomStore({}));
  const { id } = camera;
  const timeline = useQuery({
    queryKey: ['kiosk-timeline', id],
    queryFn: ({ signal }) => {
      const from = String(Math.floor(earliest(window)));
      const query = { cameras: id, from, to: String(Math.ceil(window.nowUnixMs())), maxPoints: '0' };
      return ask('getTimeline', { query, signal });
    },
    refetchInterval: ASK_EVERY_MS,
    gcTime: 0,
  });
  const row: TimelineRow = {
    cameraId: id,
    name: camera.name,
    stream: 'main',
    data: timeline.data?.cameras[0] ?? null,
    bookmarks: [],
  };
  const show = (unixMs: number): void => control.seek(within(window, unixMs));
  return (
    <RecordedVideo
      row={row}
      smallStream={camera.hasSub ? 'sub' : 'main'}
      pass="last"
      zooms={zooms}
      baseUnixMs={baseUnixMs}
      control={control}
      keysOnly={false}
      focused={false}
      onFocus={() => undefined}
      onInstant={show}
      onFootage={(direction) => show(direction === 1 ? latest(window) : earliest(window))}
    />
  );
}

function Controls({
  control,
  window,
}: {
  readonly control: PlaybackControl;
  readonly window: Window;
}): ReactNode {
  const { say } = useSpeech();
  const { playing, rate } = usePlaybackFacts(control);
  const instantUnixMs = useInstant(control, 1000);
  useEachSecond();
  const move = (seconds: number): void =>
    control.seek(within(window, control.instantUnixMs + seconds * 1000));
  const step = (text: string, seconds: number): ReactNode => (
    <Button size="xl" variant="default" className={classes['big'] ?? ''} onClick={() => move(seconds)}>
      {text}
    </Button>
  );
  const isFast = playing && rate === FAST;
  return (
    <footer className={classes['controls']}>
      <time className={classes['instant']}>{clockText(instantUnixMs)}</time>
      <input
        type="range"
        className={classes['slider']}
        aria-label={say(KIOSK_TEXTS.when)}
        aria-valuetext={clockText(instantUnixMs)}
        min={earliest(window)}
        max={latest(window)}
        step={1000}
        value={within(window, instantUnixMs)}
        onChange={(event) => control.seek(within(window, event.currentTarget.valueAsNumber))}
      />
      <div className={classes['buttons']}>
        {step(say(KIOSK_TEXTS.backMinute), -60)}
        {step(say(KIOSK_TEXTS.backSome), -10)}
        <Button
          size="xl"
          className={classes['big'] ?? ''}
          leftSection={
            playing && !isFast ? (
              <IconPlayerPauseFilled size="1em" aria-hidden="true" />
            ) : (
              <IconPlayerPlayFilled size="1em" aria-hidden="true" />
            )
          }
          onClick={() => (playing && !isFast ? control.pause() : control.play(1))}
        >
          {say(playing && !isFast ? KIOSK_TEXTS.pause : KIOSK_TEXTS.play)}
        </Button>
        <Button
          size="xl"
          variant={isFast ? 'filled' : 'default'}
          aria-pressed={isFast}
          className={classes['big'] ?? ''}
          leftSection={<IconPlayerTrackNextFilled size="1em" aria-hidden="true" />}
          onClick={() => control.play(isFast ? 1 : FAST)}
        >
          {say(KIOSK_TEXTS.fast)}
        </Button>
        {step(say(KIOSK_TEXTS.onSome), 10)}
        {step(say(KIOSK_TEXTS.onMinute), 60)}
      </div>
    </footer>
  );
}

function TimeLeft({
  unlocked,
  updatedAt,
}: {
  readonly unlocked: Unlocked;
  readonly updatedAt: number;
}): ReactNode {
  const { say } = useSpeech();
  useEachSecond();
  const passedMs = Date.now() - updatedAt;
  const idleMs = unlocked.idleMs - passedMs;
  const leftMs = unlocked.leftMs - passedMs;
  const isIdle = idleMs < IDLE_SAID_MS && idleMs < leftMs;
  return (
    <span className={classes['left']} data-soon={isIdle || leftMs < IDLE_SAID_MS}>
      {isIdle
        ? say(KIOSK_TEXTS.idle, { time: minutesText(idleMs) })
        : say(KIOSK_TEXTS.left, { time: minutesText(leftMs) })}
    </span>
  );
}

/** As a clock that runs down: 4:05. */
function minutesText(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
