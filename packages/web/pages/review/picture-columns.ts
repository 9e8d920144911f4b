/** How many pictures stand side by side, so that they are as large as they can be: what is seen of a face depends on it. */
import { type RefObject, useEffect, useState } from 'react';

const ASPECT = 16 / 9;
/** A picture that is larger by less than this is not worth a row that is not full. */
const WORTH = 1.06;

/** @param count at least 1 @param width of the room for all, in any unit @param height in the same */
export function columnsOf(count: number, width: number, height: number): number {
  let best = Math.ceil(Math.sqrt(count));
  if (width <= 0 || height <= 0) return best;
  const pictureWidth = (columns: number): number =>
    Math.min(width / columns, (height / Math.ceil(count / columns)) * ASPECT);
  for (let columns = 1; columns <= count; columns += 1)
    if (pictureWidth(columns) > pictureWidth(best) * WORTH) best = columns;
  return best;
}

/** Changes as the room does. */
export function usePictureColumns(room: RefObject<HTMLElement | null>, count: number): number {
  const [size, setSize] = useState({ width: 0, height: 0 });
  useEffect(() => {
    const { current } = room;
    if (current === null) return undefined;
    const observer = new ResizeObserver(([entry]) => {
      if (entry !== undefined) setSize({ width: entry.contentRect.width, height: entry.contentRect.height });
    });
    observer.observe(current);
    return () => observer.disconnect();
  }, [room]);
  return columnsOf(count, size.width, size.height);
}
