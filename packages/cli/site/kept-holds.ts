/** What holds keep from deletion, for `matlang check`: overdue ones first. */
import { openArchiveReader } from '@matlang/archive/reading';
import type { Bilingual } from '@matlang/contract';
import { filled, joined } from '../language/say.ts';
import { day, span } from '../language/site-time.ts';
import { HOLD_TEXTS as TEXTS } from '../texts/hold-texts.ts';

/** Of a site; instants in Unix ms. */
export type KeptHolds = Awaited<ReturnType<ReturnType<typeof openArchiveReader>['holds']>>;

/** More are in --json. */
const SHOWN = 20;

/** Those of all volumes that can be read. */
export const readKeptHolds = async (
  volumes: readonly { readonly id: string; readonly path: string }[],
): Promise<KeptHolds> => {
  const archive = openArchiveReader({ volumes: volumes.map(({ id, path }) => ({ id, path })) });
  try {
    return await archive.holds();
  } finally {
    archive.close();
  }
};

/** Null without any: then nothing is said. */
export const describeHolds = (
  holds: KeptHolds,
  cameraNames: ReadonlyMap<string, string>,
  nowUnixMs: number,
): Bilingual | null => {
  if (holds.length === 0) return null;
  const overdue = holds.filter(({ reviewUnixMs }) => reviewUnixMs < nowUnixMs).length;
  const lines = holds.slice(0, SHOWN).map((hold) =>
    filled(TEXTS.hold, {
      camera: cameraNames.get(hold.cameraId) ?? hold.cameraId,
      span: span(hold.startUnixMs, hold.endUnixMs),
      reason: hold.reason,
      owner: hold.owner,
      day: day(hold.reviewUnixMs),
    }),
  );
  const more = holds.length > SHOWN ? [filled(TEXTS.more, { count: holds.length - SHOWN })] : [];
  return joined([filled(TEXTS.holds, { count: holds.length, overdue }), ...lines, ...more], '\n');
};
