/** What happened: cameras in step on one time line. The address holds everything that is shown, so that it can be sent on. */
import { ActionIcon, Alert, Button, Group, MultiSelect, Select, TextInput } from '@mantine/core';
import type { CameraAnswer } from '@matlang/contract';
import { IconPlayerPauseFilled, IconPlayerPlayFilled } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type ReactNode, useCallback, useEffect, useMemo, useState } from 'react';
import { addressOf, ask } from '../../api/client.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { instantText } from '../../i18n/time-text.ts';
import { gapAt, type TimelineRow } from '../../timeline/draw-timeline.ts';
import { MOST_VIEW_MS, type View } from '../../timeline/time-scale.ts';
import { Timeline } from '../../timeline/timeline.tsx';
import { parseTime } from './parse-time.ts';
import { RecordedVideo } from './recorded-video.tsx';
import classes from './review-page.module.css';
import { type Playback, usePlayback } from './use-playback.ts';
import { useReviewKeys } from './use-review-keys.ts';

/** More cameras than this are shown by their sub streams. */
const MAX_MAIN_STREAMS = 4;
const MAX_CAMERAS = 16;
/** The address follows the instant at most so often, so that going back stays possible. */
const ADDRESS_MS = 1000;
const RATES = [0.25, 0.5, 1, 2, 4, 8, 16] as const;

/** The page at `/review`. */
export function ReviewPage(): ReactNode {
  const { t } = useSpeech();
  const search = useSearch({ from: '/review' });
  const navigate = useNavigate({ from: '/review' });
  const cameras = useQuery({
    queryKey: ['cameras'],
    queryFn: ({ signal }) => ask('listCameras', { signal }),
  });
  const all = useMemo(() => cameras.data?.cameras ?? [], [cameras.data]);
  const asked = (search.cameras ?? '').split(',').filter((id) => all.some((camera) => camera.id === id));
  const chosen = asked.length > 0 ? asked.slice(0, MAX_CAMERAS) : all.slice(0, 1).map(({ id }) => id);

  const playback = usePlayback(search.at, search.length);
  const {
    clock,
    instantUnixMs: instant,
    seeks,
    baseUnixMs,
    view,
    setView,
    seek,
    setRate,
    waiting,
  } = playback;
  const [span, setSpan] = useState<{ from: number | null; to: number | null }>({ from: null, to: null });
  const camerasInAddress = chosen.join(',');
  useEffect(() => {
    const timer = setInterval(() => {
      void navigate({
        replace: true,
        search: {
          cameras: camerasInAddress,
          at: Math.round(clock.instantUnixMs(performance.now())),
          length: Math.round(view.toUnixMs - view.fromUnixMs),
        },
      });
    }, ADDRESS_MS);
    return () => clearInterval(timer);
  }, [navigate, clock, camerasInAddress, view]);

  const timeline = useTimelineRows(chosen, view, all);
  const rows = timeline.rows;
  const gap = rows[0] === undefined ? null : gapAt(rows[0], instant);
  const skipGap = (): void => {
    if (gap?.end) seek(gap.end);
  };
  useReviewKeys({
    playing: clock.playing,
    rate: clock.rate,
    instantUnixMs: () => clock.instantUnixMs(performance.now()),
    seek,
    setRate,
    skipGap,
    mark: (which) =>
      setSpan((now) => ({ ...now, [which]: Math.round(clock.instantUnixMs(performance.now())) })),
  });
  const onWaiting = useCallback((id: string, isWaiting: boolean): void => {
    if (isWaiting) waiting.current.add(id);
    else waiting.current.delete(id);
  }, []);
  const marked = span.from !== null && span.to !== null && span.to > span.from ? span : null;

  return (
    <div className={classes['page']}>
      <div className={classes['pictures']} style={{ '--columns': Math.ceil(Math.sqrt(chosen.length)) }}>
        {chosen.map((id, index) => (
          <WaitingVideo
            key={id}
            cameraId={id}
            stream={rows[index]?.stream ?? 'main'}
            baseUnixMs={baseUnixMs}
            clock={clock}
            seeks={seeks}
            row={rows[index] ?? { name: '', stream: 'main', data: null }}
            instantUnixMs={instant}
            onWaiting={onWaiting}
          />
        ))}
      </div>
      <Controls
        playback={playback}
        cameras={all}
        chosen={chosen}
        onChosen={(ids) => void navigate({ search: { ...search, cameras: ids.join(',') } })}
        onSkipGap={gap?.end ? skipGap : null}
        marked={marked}
      />
      {timeline.missingVolumes.length > 0 && (
        <Alert color="orange">{t('missingVolumes', { volumes: timeline.missingVolumes.join(', ') })}</Alert>
      )}
      {timeline.failed && <Alert color="red">{t('timelineFailed')}</Alert>}
      <Timeline
        label={t('timeline', { time: instantText(instant) })}
        rows={rows}
        view={view}
        instantUnixMs={instant}
        span={marked === null ? null : { fromUnixMs: marked.from ?? 0, toUnixMs: marked.to ?? 0 }}
        onView={setView}
        onInstant={seek}
      />
    </div>
  );
}

/** What is known of the view, asked for in steps of a quarter of its length so that moving it a little asks nothing. */
function useTimelineRows(
  chosen: readonly string[],
  view: View,
  all: readonly CameraAnswer[],
): {
  readonly rows: readonly TimelineRow[];
  readonly missingVolumes: readonly string[];
  readonly failed: boolean;
} {
  const length = view.toUnixMs - view.fromUnixMs;
  const step = 2 ** Math.ceil(Math.log2(length));
  const coarse = Math.floor(view.fromUnixMs / (step / 4)) * (step / 4);
  // One question covers a month at most: then it has to begin closer to what is shown.
  const from = view.toUnixMs - coarse > MOST_VIEW_MS ? view.fromUnixMs : coarse;
  const to = Math.min(from + step * 1.5, from + MOST_VIEW_MS);
  const question = {
    cameras: chosen.join(','),
    from: String(Math.round(from)),
    to: String(Math.round(to)),
    maxPoints: '2000',
  };
  const answer = useQuery({
    queryKey: ['timeline', question],
    enabled: chosen.length > 0,
    queryFn: ({ signal }) => ask('getTimeline', { query: question, signal }),
    placeholderData: (last) => last,
    refetchInterval: to > Date.now() ? 5000 : false,
  });
  const rows = useMemo(
    () =>
      chosen.map((id) => {
        const camera = all.find((one) => one.id === id);
        const data = answer.data?.cameras.find(({ cameraId }) => cameraId === id) ?? null;
        return { name: camera?.name ?? '', stream: streamOf(camera, chosen.length), data };
      }),
    // oxlint-disable-next-line react/exhaustive-deps -- `chosen` is another array at each drawing, its text is not
    [chosen.join(','), all, answer.data],
  );
  const missingVolumes = answer.data?.missingVolumes.map(({ id }) => id) ?? [];
  return { rows, missingVolumes, failed: answer.isError };
}

/** What is recorded of a camera; of many, the small pictures where they are. */
function streamOf(camera: CameraAnswer | undefined, cameras: number): 'main' | 'sub' {
  if (camera?.record === 'sub') return 'sub';
  return camera?.record === 'both' && camera.sub !== null && cameras > MAX_MAIN_STREAMS ? 'sub' : 'main';
}

function WaitingVideo(
  props: Omit<Parameters<typeof RecordedVideo>[0], 'onWaiting'> & {
    readonly onWaiting: (cameraId: string, waiting: boolean) => void;
  },
): ReactNode {
  const { onWaiting, ...rest } = props;
  const { cameraId } = rest;
  const told = useCallback((waiting: boolean) => onWaiting(cameraId, waiting), [cameraId, onWaiting]);
  return <RecordedVideo {...rest} onWaiting={told} />;
}

/** The instant in words, and the field in which another one is typed. */
function TimeField({
  instantUnixMs,
  onTime,
}: {
  readonly instantUnixMs: number;
  readonly onTime: (unixMs: number) => void;
}): ReactNode {
  const { t } = useSpeech();
  const [typed, setTyped] = useState<string | null>(null);
  const [wrong, setWrong] = useState(false);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const unixMs = parseTime(typed ?? '', Date.now());
        setWrong(unixMs === null);
        if (unixMs === null) return;
        setTyped(null);
        onTime(unixMs);
      }}
    >
      <TextInput
        aria-label={t('timeField')}
        w={210}
        value={typed ?? instantText(instantUnixMs)}
        placeholder="15/02 14:30"
        error={wrong ? t('timeNotUnderstood') : false}
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

interface ControlsProps {
  readonly playback: Playback;
  readonly cameras: readonly { readonly id: string; readonly name: string }[];
  readonly chosen: readonly string[];
  readonly onChosen: (ids: readonly string[]) => void;
  /** Null: there is no gap here. */
  readonly onSkipGap: (() => void) | null;
  readonly marked: { readonly from: number | null; readonly to: number | null } | null;
}

function Controls({ playback, cameras, chosen, onChosen, onSkipGap, marked }: ControlsProps): ReactNode {
  const { t } = useSpeech();
  const { clock, instantUnixMs, seek, setRate } = playback;
  const playText = clock.playing ? t('pause') : t('play');
  return (
    <Group className={classes['controls'] ?? ''} gap="xs">
      <ActionIcon
        size="lg"
        aria-label={playText}
        title={`${playText} (Space)`}
        onClick={() => setRate(clock.playing ? null : clock.rate)}
      >
        {clock.playing ? <IconPlayerPauseFilled size={18} /> : <IconPlayerPlayFilled size={18} />}
      </ActionIcon>
      <Select
        aria-label={t('speed')}
        w={90}
        allowDeselect={false}
        data={RATES.map((rate) => ({ value: String(rate), label: `${rate}x` }))}
        value={String(clock.rate)}
        onChange={(value) => setRate(Number(value))}
      />
      <TimeField instantUnixMs={instantUnixMs} onTime={seek} />
      <MultiSelect
        aria-label={t('cameras')}
        className={classes['cameras'] ?? ''}
        searchable
        maxValues={MAX_CAMERAS}
        data={cameras.map(({ id, name }) => ({ value: id, label: name }))}
        value={[...chosen]}
        onChange={onChosen}
      />
      {onSkipGap !== null && (
        <Button variant="light" onClick={onSkipGap}>
          {t('skipGap')} (N)
        </Button>
      )}
      {marked !== null && chosen[0] !== undefined && (
        <Button
          component="a"
          href={addressOf('getExportFile', {
            params: { id: chosen[0] },
            query: { from: String(marked.from), to: String(marked.to) },
          })}
        >
          {t('exportSpan')}
        </Button>
      )}
    </Group>
  );
}
