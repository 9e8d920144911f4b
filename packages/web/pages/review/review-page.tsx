/** What happened: cameras in step on one time line. The address holds everything that is shown, so that it can be sent on. */
import { Alert, Loader, SegmentedControl, Text, VisuallyHidden } from '@mantine/core';
import type { CameraAnswer } from '@matlang/contract';
import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { CAMERAS_QUERY } from '../../api/use-cameras.ts';
import { useLiveFacts } from '../../app/site-context.tsx';
import { useSiteNow } from '../../app/use-site-now.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { instantText } from '../../i18n/time-text.ts';
import { LoadState } from '../../page/page.tsx';
import { ZoomStore } from '../../picture/zoom-store.ts';
import { PlaybackControl } from '../../player/recorded/playback-control.ts';
import { PurposeBar } from '../../purpose/purpose-bar.tsx';
import { PurposeGate } from '../../purpose/purpose-gate.tsx';
import { MOST_CAMERAS } from '../../span/most-cameras.ts';
import { moved } from '../../timeline/time-scale.ts';
import { Timeline } from '../../timeline/timeline.tsx';
import { isRepeatedAt, type TimelineRow } from '../../timeline/timeline-row.ts';
import { ViewStore } from '../../timeline/view-store.ts';
import { NoCameras } from '../empty/no-cameras.tsx';
import { KeysHelp } from './keys-help.tsx';
import { MarkedSpan } from './marked-span.tsx';
import { usePictureColumns } from './picture-columns.ts';
import { RecordedVideo } from './recorded-video.tsx';
import { type ReviewState, stateOfSearch } from './review-address.ts';
import { ReviewControls } from './review-controls.tsx';
import classes from './review-page.module.css';
import { useInstant, usePlaybackFacts } from './use-playback.ts';
import { useReviewAddress } from './use-review-address.ts';
import { useReviewCommands } from './use-review-commands.ts';
import { useReviewKeys } from './use-review-keys.ts';
import { MAX_MAIN_STREAMS, smallStreamOf, type TimelineRows, useTimelineRows } from './use-timeline-rows.ts';

/** How far behind its edge the time line goes on when the instant leaves it. */
const PAGE_SHARE = 0.1;
const FOLLOW_MS = 200;

/** The page at `/review`: as soon as the site's cameras and its clock are known. */
export function ReviewPage(): ReactNode {
  const { t } = useSpeech();
  const search = useSearch({ from: '/review' });
  const nowUnixMs = useSiteNow();
  const { connected } = useLiveFacts();
  const cameras = useQuery(CAMERAS_QUERY);
  const { refetch } = cameras;
  useEffect(() => {
    // While the server was away cameras may have changed; or they were never known.
    if (connected) void refetch();
  }, [connected, refetch]);
  const all = cameras.data?.cameras;
  if (all?.length === 0) return <NoCameras />;
  if (all === undefined)
    return (
      <div className={classes['blank']}>
        <VisuallyHidden component="h1">{t('review')}</VisuallyHidden>
        <LoadState query={cameras} />
      </div>
    );
  // Site time comes with the live connection, which the frame speaks of while it is away.
  if (nowUnixMs === null)
    return (
      <div className={classes['blank']} role="status">
        <VisuallyHidden component="h1">{t('review')}</VisuallyHidden>
        <Loader size="sm" />
        <Text>{t('loading')}</Text>
      </div>
    );
  const ids = all.map(({ id }) => id);
  return <Review all={all} first={stateOfSearch(search, ids, nowUnixMs())} nowUnixMs={nowUnixMs} />;
}

interface ReviewProps {
  readonly all: readonly CameraAnswer[];
  /** Read once. */
  readonly first: ReviewState;
  readonly nowUnixMs: () => number;
}

function Review({ all, first, nowUnixMs }: ReviewProps): ReactNode {
  const { t } = useSpeech();
  const [control] = useState(() => new PlaybackControl(first.atUnixMs, first.rate, nowUnixMs));
  const [views] = useState(() => new ViewStore(first.view));
  const [chosen, setChosen] = useState(first.cameras);
  const [marks, setMarks] = useState(first.marks);
  const [pass, setPass] = useState(first.pass);
  const [focus, setFocus] = useState(first.focus);
  const [zooms] = useState(() => new ZoomStore(first.zooms));
  useEffect(() => control.start(), [control]);
  useFollowedView(control, views);

  const timeline = useTimelineRows(chosen, views, all, nowUnixMs);
  const { rows } = timeline;
  const focused = rows.find(({ cameraId }) => cameraId === focus) ?? rows[0] ?? null;
  const jump = useReviewAddress(
    () => ({
      cameras: chosen,
      atUnixMs: control.instantUnixMs,
      view: views.get(),
      rate: control.facts().rate,
      marks,
      pass,
      focus,
      zooms: zooms.all(),
    }),
    (search) => {
      const ids = all.map(({ id }) => id);
      const state = stateOfSearch(search, ids, nowUnixMs());
      setChosen(state.cameras);
      setMarks(state.marks);
      setPass(state.pass);
      setFocus(state.focus);
      zooms.setAll(state.zooms);
      views.set(state.view);
      control.setRate(state.rate);
      control.seek(state.atUnixMs);
    },
  );
  const { act, toFootage, help, closeHelp, notice } = useReviewCommands({
    control,
    views,
    row: focused,
    jump,
    setMarks,
  });
  useReviewKeys(act);
  const show = (unixMs: number): void =>
    jump(() => {
      control.seek(unixMs);
      views.show(unixMs);
    });
  const playFrom = (unixMs: number): void => {
    show(unixMs);
    control.play(Math.abs(control.facts().rate));
  };
  return (
    <div className={classes['page']}>
      <VisuallyHidden component="h1">{t('review')}</VisuallyHidden>
      <PurposeBar />
      <PurposeGate>
        <Pictures
          rows={rows}
          all={all}
          control={control}
          pass={pass}
          zooms={zooms}
          focused={focused}
          onFocus={setFocus}
          onInstant={show}
          onFootage={toFootage}
        />
      </PurposeGate>
      <ReviewControls
        control={control}
        cameras={all}
        chosen={chosen}
        onChosen={(ids) => ids.length > 0 && jump(() => setChosen(ids.slice(0, MOST_CAMERAS)))}
        onTime={show}
        act={act}
      />
      <MarkedSpan marks={marks} cameras={chosen} onClear={() => act({ do: 'clear-marks' })} />
      <Notices
        control={control}
        timeline={timeline}
        notice={notice}
        pass={pass}
        onPass={(next) => jump(() => setPass(next))}
      />
      <LabelledTimeline
        control={control}
        views={views}
        timeline={timeline}
        marks={marks}
        onInstant={show}
        onPlayFrom={playFrom}
      />
      <KeysHelp opened={help} onClose={closeHelp} />
    </div>
  );
}

function Pictures({
  rows,
  all,
  control,
  pass,
  zooms,
  focused,
  onFocus,
  onInstant,
  onFootage,
}: {
  readonly rows: readonly TimelineRow[];
  readonly all: readonly CameraAnswer[];
  readonly control: PlaybackControl;
  readonly pass: 'first' | 'last';
  readonly zooms: ZoomStore;
  readonly focused: TimelineRow | null;
  readonly onFocus: (cameraId: string) => void;
  readonly onInstant: (unixMs: number) => void;
  readonly onFootage: (row: TimelineRow, direction: 1 | -1) => void;
}): ReactNode {
  const { baseUnixMs } = usePlaybackFacts(control);
  const isMany = rows.length > MAX_MAIN_STREAMS;
  const room = useRef<HTMLDivElement>(null);
  const columns = usePictureColumns(room, rows.length);
  return (
    <div
      ref={room}
      className={classes['pictures']}
      data-columns={rows.length > 3 ? 2 : 1}
      style={{ '--columns': columns }}
    >
      {rows.map((row) => {
        const camera = all.find(({ id }) => id === row.cameraId);
        return (
          <RecordedVideo
            key={row.cameraId}
            row={row}
            smallStream={smallStreamOf(camera)}
            pass={pass}
            zooms={zooms}
            baseUnixMs={baseUnixMs}
            control={control}
            keysOnly={isMany && row.stream === 'main'}
            focused={rows.length > 1 && row === focused}
            onFocus={() => onFocus(row.cameraId)}
            onInstant={onInstant}
            onFootage={(direction) => onFootage(row, direction)}
          />
        );
      })}
    </div>
  );
}

function Notices({
  control,
  timeline,
  notice,
  pass,
  onPass,
}: {
  readonly control: PlaybackControl;
  readonly timeline: TimelineRows;
  readonly notice: string | null;
  readonly pass: 'first' | 'last';
  readonly onPass: (pass: 'first' | 'last') => void;
}): ReactNode {
  const { t } = useSpeech();
  const instantUnixMs = useInstant(control, 1000);
  const isTwice = isRepeatedAt(timeline.rows, instantUnixMs);
  return (
    <>
      {notice !== null && (
        <Alert color="blue" role="status" p="xs">
          {notice}
        </Alert>
      )}
      {(isTwice || pass === 'first') && (
        <div className={classes['twice']} role="status">
          <span>{t('recordedTwiceHere')}</span>
          <SegmentedControl
            size="xs"
            value={pass}
            data={[
              { value: 'first', label: t('firstPass') },
              { value: 'last', label: t('lastPass') },
            ]}
            onChange={(value) => onPass(value === 'first' ? 'first' : 'last')}
          />
        </div>
      )}
      {timeline.missingVolumes.length > 0 && (
        <Alert color="orange" p="xs">
          {t('missingVolumes', { volumes: timeline.missingVolumes.join(', ') })}
        </Alert>
      )}
      {timeline.failed && (
        <Alert color="red" p="xs">
          {t('timelineFailed')}
        </Alert>
      )}
    </>
  );
}

function LabelledTimeline({
  control,
  views,
  timeline,
  marks,
  onInstant,
  onPlayFrom,
}: {
  readonly control: PlaybackControl;
  readonly views: ViewStore;
  readonly timeline: TimelineRows;
  readonly marks: ReviewState['marks'];
  readonly onInstant: (unixMs: number) => void;
  readonly onPlayFrom: (unixMs: number) => void;
}): ReactNode {
  const { t } = useSpeech();
  const instantUnixMs = useInstant(control, 1000);
  const sources = useMemo(
    () => ({
      instant: (): number => control.facts().scrubUnixMs ?? control.instantUnixMs,
      now: (): number => control.nowUnixMs,
    }),
    [control],
  );
  return (
    <Timeline
      rows={timeline.rows}
      events={timeline.events}
      views={views}
      label={t('timeline', { time: instantText(instantUnixMs) })}
      instantUnixMs={sources.instant}
      nowUnixMs={sources.now}
      fromUnixMs={marks.fromUnixMs}
      toUnixMs={marks.toUnixMs}
      onInstant={onInstant}
      onPlayFrom={onPlayFrom}
      onScrub={control.scrub}
    />
  );
}

/** The time line goes on when what is played leaves it, unless somebody moved it elsewhere. */
function useFollowedView(control: PlaybackControl, views: ViewStore): void {
  useEffect(() => {
    let wasSeen = false;
    const timer = setInterval(() => {
      const view = views.get();
      const instant = control.instantUnixMs;
      const isSeen = instant >= view.fromUnixMs && instant <= view.toUnixMs;
      if (wasSeen && !isSeen && control.facts().playing) {
        const length = view.toUnixMs - view.fromUnixMs;
        const share = control.facts().rate < 0 ? 1 - PAGE_SHARE : PAGE_SHARE;
        views.set(moved(view, instant - (view.fromUnixMs + share * length)));
        wasSeen = true;
      } else wasSeen = isSeen;
    }, FOLLOW_MS);
    return () => clearInterval(timer);
  }, [control, views]);
}
