/** How a camera is as a whole, out of its streams: one word, one colour, and its place in the list: the dark ones come first. */
import type { Bilingual, StatusAnswer, StreamStatus } from '@matlang/contract';

/** A camera as the status answers it. */
export type CameraStatus = StatusAnswer['cameras'][number];

/** Name of a colour of the style sheet. */
export type Tone = 'bad' | 'warn' | 'good' | 'off';

/** How a camera stands; `tone` and `rank` follow from the word. */
export interface Standing {
  readonly word: Bilingual;
  readonly tone: Tone;
  /** Since when, where that is known. */
  readonly sinceUnixMs: number | null;
  /** Smaller is shown earlier. */
  readonly rank: number;
}

const STANDINGS = {
  dark: { rank: 0, tone: 'bad', word: { vi: 'Mất tín hiệu', en: 'no signal' } },
  unrecorded: {
    rank: 1,
    tone: 'bad',
    word: { vi: 'Có hình nhưng chưa ghi', en: 'pictures come, none is recorded' },
  },
  partly: { rank: 2, tone: 'warn', word: { vi: 'Mất một phần', en: 'partly down' } },
  unknown: { rank: 3, tone: 'warn', word: { vi: 'Chưa biết', en: 'unknown' } },
  connecting: { rank: 4, tone: 'warn', word: { vi: 'Đang kết nối', en: 'connecting' } },
  recording: { rank: 5, tone: 'good', word: { vi: 'Đang ghi hình', en: 'recording' } },
  receiving: { rank: 5, tone: 'good', word: { vi: 'Đang nhận hình', en: 'receiving' } },
  live: { rank: 6, tone: 'off', word: { vi: 'Chỉ xem, không ghi', en: 'live only, not recorded' } },
  off: { rank: 7, tone: 'off', word: { vi: 'Đã tắt', en: 'switched off' } },
} as const satisfies Record<string, Omit<Standing, 'sinceUnixMs'>>;

/** @param canRecord false where no volume takes anything: a stream that runs is not recorded then, whatever it says */
export function standingOf(camera: CameraStatus, canRecord: boolean): Standing {
  const streams = camera.streams.filter(({ state }) => state !== 'off');
  const name = camera.enabled && streams.length > 0 ? nameOf(camera, streams, canRecord) : 'off';
  return { ...STANDINGS[name], sinceUnixMs: sinceOf(streams) };
}

function nameOf(
  camera: CameraStatus,
  streams: readonly StreamStatus[],
  canRecord: boolean,
): keyof typeof STANDINGS {
  const receiving = streams.filter(({ state }) => state === 'receiving');
  if (streams.some(({ state }) => state === 'failed')) return receiving.length === 0 ? 'dark' : 'partly';
  if (receiving.length < streams.length) {
    return streams.some(({ state }) => state === 'unknown') ? 'unknown' : 'connecting';
  }
  if (camera.record === 'none') return 'live';
  if (!canRecord) return 'unrecorded';
  const measured = receiving.flatMap((stream) => stream.measured ?? []);
  if (measured.some(({ recording }) => recording)) return 'recording';
  // Statistics come once a second: until the first ones nobody knows.
  return measured.length < receiving.length ? 'receiving' : 'unrecorded';
}

/** Of a failure, when the stream last worked; the main stream counts before the others. */
function sinceOf(streams: readonly StreamStatus[]): number | null {
  const failed = streams.find(({ failure }) => failure !== null)?.failure ?? null;
  return failed?.since ?? streams[0]?.since ?? null;
}

/** The dark first, the longest dark of them before the others, then by name. */
export function inOrderOfNeed(cameras: readonly CameraStatus[], canRecord: boolean): readonly CameraStatus[] {
  const standings = new Map(cameras.map((camera) => [camera, standingOf(camera, canRecord)]));
  const rankOf = (camera: CameraStatus): number => standings.get(camera)?.rank ?? 0;
  const sinceRank = (camera: CameraStatus): number =>
    rankOf(camera) === 0 ? (standings.get(camera)?.sinceUnixMs ?? 0) : 0;
  return cameras.toSorted(
    (a, b) =>
      rankOf(a) - rankOf(b) ||
      sinceRank(a) - sinceRank(b) ||
      a.name.localeCompare(b.name, 'vi', { numeric: true }),
  );
}
