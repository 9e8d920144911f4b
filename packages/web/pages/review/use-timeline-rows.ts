/** What is known of the cameras in the part of time that is seen: asked for when the time line stands still for a moment. */
import type { CameraAnswer, TimelineAnswer } from '@matlang/contract';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { ask } from '../../api/client.ts';
import { askedSpan } from '../../timeline/time-scale.ts';
import type { TimelineRow } from '../../timeline/timeline-row.ts';
import type { ViewStore } from '../../timeline/view-store.ts';

/** A wheel's next notch comes sooner. */
const STILL_MS = 120;
/** What is being recorded is asked for again after this. */
const AGAIN_MS = 5000;
/** Values of activity a camera: one for two pixels of a wide screen, twice as far as is seen. */
const MAX_POINTS = '2000';
/** Of what is seen the newest; more flags than this are no help. */
const MAX_BOOKMARKS = '500';
/** More cameras than this are shown by their sub streams. */
export const MAX_MAIN_STREAMS = 4;

const NO_EVENTS: TimelineAnswer['events'] = [];

/** See the head of the file. */
export interface TimelineRows {
  readonly rows: readonly TimelineRow[];
  readonly events: TimelineAnswer['events'];
  readonly missingVolumes: readonly string[];
  readonly failed: boolean;
}

/** @param chosen ids in the order shown */
export function useTimelineRows(
  chosen: readonly string[],
  views: ViewStore,
  all: readonly CameraAnswer[],
  nowUnixMs: () => number,
): TimelineRows {
  const span = useStillSpan(views);
  const question = {
    cameras: chosen.join(','),
    from: String(span.fromUnixMs),
    to: String(span.toUnixMs),
    maxPoints: MAX_POINTS,
  };
  const answer = useQuery({
    queryKey: ['timeline', question],
    enabled: chosen.length > 0,
    queryFn: ({ signal }) => ask('getTimeline', { query: question, signal }),
    placeholderData: (last) => last,
    refetchInterval: () => (span.toUnixMs > nowUnixMs() ? AGAIN_MS : false),
  });
  const { cameras, from, to } = question;
  const named = useQuery({
    queryKey: ['bookmarks', 'timeline', cameras, from, to],
    enabled: chosen.length > 0,
    queryFn: ({ signal }) =>
      ask('listBookmarks', { query: { cameras, from, to, limit: MAX_BOOKMARKS }, signal }),
    placeholderData: (last) => last,
  });
  const ids = chosen.join(',');
  const rows = useMemo(
    () =>
      ids.split(',').map((id) => {
        const camera = all.find((one) => one.id === id);
        const data = answer.data?.cameras.find(({ cameraId }) => cameraId === id) ?? null;
        const bookmarks = named.data?.bookmarks.filter(({ cameraId }) => cameraId === id) ?? [];
        return {
          bookmarks,
          cameraId: id,
          name: camera?.name ?? '',
          stream: streamOf(camera, ids.split(',').length),
          data,
        };
      }),
    [ids, all, answer.data, named.data],
  );
  const missingVolumes = answer.data?.missingVolumes.map(({ id }) => id) ?? [];
  return { rows, events: answer.data?.events ?? NO_EVENTS, missingVolumes, failed: answer.isError };
}

/** What is asked for of the view, once it has stood still. */
function useStillSpan(views: ViewStore): ReturnType<typeof askedSpan> {
  const [span, setSpan] = useState(() => askedSpan(views.get()));
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const unsubscribe = views.subscribe(() => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        const next = askedSpan(views.get());
        setSpan((last) =>
          last.fromUnixMs === next.fromUnixMs && last.toUnixMs === next.toUnixMs ? last : next,
        );
      }, STILL_MS);
    });
    return () => {
      clearTimeout(timer);
      unsubscribe();
    };
  }, [views]);
  return span;
}

/** The smallest that is recorded of a camera. */
export function smallStreamOf(camera: CameraAnswer | undefined): 'main' | 'sub' {
  return camera?.record === 'sub' || (camera?.record === 'both' && camera.sub !== null) ? 'sub' : 'main';
}

/** What is recorded of a camera; of many, the small pictures where they are. */
function streamOf(camera: CameraAnswer | undefined, cameras: number): 'main' | 'sub' {
  return camera?.record === 'sub' || cameras > MAX_MAIN_STREAMS ? smallStreamOf(camera) : 'main';
}
