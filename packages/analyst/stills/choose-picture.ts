/** Which picture of the archive an instant shows, and what a decoder must be given to get it. */
import type { ArchiveReader } from '@matlang/archive/reading';
import { type CodedPicture, PictureError, type PictureRequest } from '../picture/picture-engine.ts';
import { type GopSample, type GopSamples, readFirstFragment, readPieces } from './gop-samples.ts';
import { StillRefusal } from './still-refusal.ts';

/** Decoded for one picture: a minute at 25 fps, or two GOPs of half a minute. */
const MAX_PICTURES = 1500;

/** What is asked for. */
export interface StillQuestion {
  readonly cameraId: string;
  readonly kind: 'main' | 'sub';
  readonly atUnixMs: number;
  readonly exact: boolean;
  readonly widthPixels: number | null;
}

/** A picture that is there. */
export interface ChosenPicture {
  readonly request: PictureRequest;
  readonly takenUnixMs: number;
  readonly final: boolean;
}

type LocatedGop = NonNullable<Awaited<ReturnType<ArchiveReader['locate']>>>;

/** The GOP of the instant. @throws StillRefusal `nothing-recorded` */
export async function locate(archive: ArchiveReader, question: StillQuestion): Promise<LocatedGop> {
  const { cameraId, kind, atUnixMs } = question;
  const gop = await archive.locate({ cameraId, kind }, atUnixMs);
  if (gop === null) throw new StillRefusal('nothing-recorded', `nothing of ${kind} then`);
  return gop;
}

/** Names the picture among all pictures of the archive. */
export function pictureKey(gop: LocatedGop, { exact, widthPixels }: StillQuestion): string {
  const { volumeId, stream, seq } = gop.segment;
  const place = `${volumeId}/${stream.cameraId}/${stream.kind}/${seq}/${gop.toInstant[0]?.offsetBytes ?? 0}`;
  return `${place}/${exact ? gop.ticks : 'key'}/${widthPixels ?? 'whole'}`;
}

/** Reads what it takes. @throws StillRefusal, PictureError, ArchiveReadError */
export async function choosePicture(
  archive: ArchiveReader,
  gop: LocatedGop,
  question: StillQuestion,
): Promise<ChosenPicture> {
  return question.exact
    ? await chooseExact(archive, gop, question)
    : await chooseKeyFrame(archive, gop, question);
}

async function chooseKeyFrame(
  archive: ArchiveReader,
  gop: LocatedGop,
  { widthPixels }: StillQuestion,
): Promise<ChosenPicture> {
  const [piece] = gop.toInstant;
  if (piece === undefined) throw new PictureError('an empty GOP');
  const read = await readFirstFragment(archive, gop.init.sizeBytes, piece);
  // A fragment may still hold the end of the GOP before.
  const sync = read.samples.find((sample) => sample.sync);
  if (sync === undefined) throw new PictureError('no key frame in its fragment');
  return chosen(read, [sync], sync, widthPixels);
}

async function chooseExact(
  archive: ArchiveReader,
  gop: LocatedGop,
  { widthPixels }: StillQuestion,
): Promise<ChosenPicture> {
  const read = await readPieces(archive, gop.init.sizeBytes, gop.toInstant);
  const begin = read.samples.findIndex((sample) => sample.sync);
  const samples = begin < 0 ? [] : read.samples.slice(begin);
  const [sync] = samples;
  if (sync === undefined) throw new PictureError('no key frame in its GOP');
  const shown = lastShown(samples, gop.ticks);
  if (shown !== null && shown.ptsTicks >= sync.ptsTicks) {
    return chosen(read, samples.slice(0, samples.indexOf(shown) + 1), shown, widthPixels);
  }
  // Not on yet, or a picture that leads the key frame and refers to the GOP before it.
  const earlier = await earlierSamples(archive, gop, sync);
  const all = [...earlier, ...samples];
  const before = lastShown(all, gop.ticks);
  if (earlier.length === 0 || before === null) return chosen(read, [sync], sync, widthPixels);
  return chosen(read, all.slice(0, all.indexOf(before) + 1), before, widthPixels);
}

/** The one that is on at `ticks`: presented last of those at or before. */
function lastShown(samples: readonly GopSample[], ticks: number): GopSample | null {
  let last: GopSample | null = null;
  for (const sample of samples) {
    if (sample.ptsTicks <= ticks && (last === null || sample.ptsTicks > last.ptsTicks)) last = sample;
  }
  return last;
}

/** The GOP before, where it ends exactly at the key frame; else nothing. */
async function earlierSamples(
  archive: ArchiveReader,
  gop: LocatedGop,
  sync: GopSample,
): Promise<readonly GopSample[]> {
  const earlier = await archive.locate(gop.segment.stream, Math.max(0, gop.startUnixMs - 1));
  if (earlier === null) return [];
  const { samples } = await readPieces(archive, earlier.init.sizeBytes, earlier.whole);
  const begin = samples.findIndex((sample) => sample.sync);
  const last = samples.at(-1);
  const touches = last !== undefined && last.dtsTicks + last.durationTicks === sync.dtsTicks;
  return touches && begin >= 0 ? samples.slice(begin) : [];
}

function chosen(
  { format, final }: GopSamples,
  samples: readonly GopSample[],
  wanted: GopSample,
  widthPixels: number | null,
): ChosenPicture {
  if (samples.length > MAX_PICTURES) {
    throw new StillRefusal(
      'too-far',
      `${samples.length} pictures lead to it, ${MAX_PICTURES} are decoded at most`,
    );
  }
  const pictures: CodedPicture[] = samples.map(({ data, dtsTicks, ptsTicks }) => ({
    data,
    dtsTicks,
    ptsTicks,
  }));
  return {
    request: { format, pictures, ptsTicks: wanted.ptsTicks, widthPixels },
    takenUnixMs: wanted.takenUnixMs,
    final,
  };
}
