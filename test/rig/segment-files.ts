/** Which numbered pictures a volume's files hold, from the bytes alone: no index, and none of the archive's own reading. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StreamKind } from '@matlang/archive';

export interface SegmentFileOnDisk {
  readonly seq: number;
  readonly path: string;
}

/** Every segment file of a camera's stream by number: in the order in which they were recorded. */
export function segmentFilesOf(
  volume: string,
  cameraId: string,
  kind: StreamKind = 'main',
): readonly SegmentFileOnDisk[] {
  const folder = join(volume, cameraId, kind);
  let names: readonly string[];
  try {
    names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  } catch {
    return [];
  }
  return names
    .flatMap((name) => {
      const seq = /-(\d+)\.mp4$/.exec(name)?.[1];
      return seq === undefined ? [] : [{ seq: Number(seq), path: join(folder, name) }];
    })
    .toSorted((a, b) => a.seq - b.seq);
}

/** What a picture's number stands behind: see `frame-number-sei.ts` of the simulator. */
const NUMBER_UUID = Buffer.from('6d61746c616e672d9f1e6e756d626572', 'hex');
const NUMBER_DIGITS = 8;
const BOX_HEADER_BYTES = 8;

/** Numbers in the order in which they lie in a file's whole boxes; what a kill cut off at the end doesn't count. */
export function frameNumbersIn(path: string): readonly number[] {
  return frameNumbersOf(readFileSync(path));
}

/** The same for bytes in memory. */
export function frameNumbersOf(bytes: Uint8Array): readonly number[] {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const whole = all.subarray(0, wholeBoxesBytes(all));
  const numbers: number[] = [];
  for (let at = whole.indexOf(NUMBER_UUID); at >= 0; at = whole.indexOf(NUMBER_UUID, at + 1)) {
    const digitsAt = at + NUMBER_UUID.length;
    numbers.push(Number.parseInt(whole.toString('latin1', digitsAt, digitsAt + NUMBER_DIGITS), 16));
  }
  return numbers;
}

function wholeBoxesBytes(bytes: Buffer): number {
  let end = 0;
  while (end + BOX_HEADER_BYTES <= bytes.length) {
    const sizeBytes = bytes.readUInt32BE(end);
    if (sizeBytes < BOX_HEADER_BYTES || end + sizeBytes > bytes.length) break;
    end += sizeBytes;
  }
  return end;
}
