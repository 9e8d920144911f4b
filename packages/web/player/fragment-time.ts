/** What a player needs of a fragment of one access unit: where it lies on its run's media time (`tfdt`, ISO/IEC 14496-12, 8.8.12), and its coded bytes. */

const MOOF = 0x6d6f_6f66;
const TRAF = 0x7472_6166;
const TFDT = 0x7466_6474;
const MDAT = 0x6d64_6174;

/** @returns ticks of the run's timescale; null: there is none. */
export function decodeTimeOf(fragment: Uint8Array): number | null {
  const view = new DataView(fragment.buffer, fragment.byteOffset, fragment.byteLength);
  const moof = findBox(view, 0, view.byteLength, MOOF);
  const traf = moof && findBox(view, moof.from, moof.to, TRAF);
  const tfdt = traf && findBox(view, traf.from, traf.to, TFDT);
  if (!tfdt || tfdt.from === tfdt.to) return null;
  const version = view.getUint8(tfdt.from);
  const sizeBytes = version === 1 ? 12 : 8;
  if (tfdt.from + sizeBytes > tfdt.to) return null;
  return version === 1 ? Number(view.getBigUint64(tfdt.from + 4)) : view.getUint32(tfdt.from + 4);
}

/** @returns a view of the coded bytes of a fragment; null: there are none. */
export function mediaDataOf(fragment: Uint8Array): Uint8Array | null {
  const view = new DataView(fragment.buffer, fragment.byteOffset, fragment.byteLength);
  const mdat = findBox(view, 0, view.byteLength, MDAT);
  return mdat && fragment.subarray(mdat.from, mdat.to);
}

interface Content {
  readonly from: number;
  readonly to: number;
}

function findBox(view: DataView, from: number, to: number, type: number): Content | null {
  for (let at = from; at + 8 <= to; ) {
    const sizeBytes = view.getUint32(at);
    if (sizeBytes < 8 || at + sizeBytes > to) return null;
    if (view.getUint32(at + 4) === type) return { from: at + 8, to: at + sizeBytes };
    at += sizeBytes;
  }
  return null;
}
