/** What a player needs of a fragment of one access unit: where it lies on its run's media time (`tfdt`, ISO/IEC 14496-12, 8.8.12), and its coded bytes. */
import { boxType, findBox, findBoxWithin } from './boxes.ts';

const DECODE_TIME = ['moof', 'traf', 'tfdt'].map(boxType);
const MEDIA_DATA = boxType('mdat');

/** @returns ticks of the run's timescale; null: there is none. */
export function decodeTimeOf(fragment: Uint8Array): number | null {
  const tfdt = findBoxWithin(fragment, DECODE_TIME);
  if (tfdt === null || tfdt.length === 0) return null;
  const view = new DataView(tfdt.buffer, tfdt.byteOffset, tfdt.byteLength);
  const version = view.getUint8(0);
  if (tfdt.length < (version === 1 ? 12 : 8)) return null;
  return version === 1 ? Number(view.getBigUint64(4)) : view.getUint32(4);
}

/** @returns a view of the coded bytes of a fragment; null: there are none. */
export function mediaDataOf(fragment: Uint8Array): Uint8Array | null {
  return findBox(fragment, MEDIA_DATA);
}
