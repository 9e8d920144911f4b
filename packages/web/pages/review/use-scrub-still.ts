/** Stills of a camera while no video can show its instant: a pointer looks for something, or the browser can't play the codec. */
import { type RefObject, useEffect, useRef, useState } from 'react';
import { addressOf, refusalOf } from '../../api/client.ts';
import { purposeQuery } from '../../purpose/use-purpose.ts';

/** Sizes to ask for, so that neighbouring windows share what the server keeps. */
const WIDTHS = [320, 640, 1280, 1920] as const;

/** Which picture. */
export interface StillWish {
  readonly cameraId: string;
  readonly stream: 'main' | 'sub';
  /** Null: none is wanted. */
  readonly unixMs: number | null;
  /** The picture of the instant itself, not the key frame before it: many times the work. */
  readonly exact: boolean;
  /** For which it is looked at; null: none has to be named. */
  readonly purpose: string | null;
}

/**
 * Draws the newest still that came into the canvas, and asks for one at a time: the newest wish first.
 * @returns whether stills come; false after one did not, until none was wanted for a while
 */
export function useScrubStill(canvas: RefObject<HTMLCanvasElement | null>, wish: StillWish): boolean {
  const { cameraId, stream, unixMs, exact, purpose } = wish;
  const [comes, setComes] = useState(true);
  const wanted = useRef<Wanted | null>(null);
  const isAsking = useRef(false);
  wanted.current = unixMs === null ? null : { unixMs: Math.floor(unixMs), exact };

  useEffect(() => {
    if (unixMs === null) {
      setComes(true);
      return;
    }
    if (isAsking.current) return;
    isAsking.current = true;
    const ask = async (): Promise<void> => {
      for (let shown: Wanted | null = null; wanted.current !== null && !isSame(wanted.current, shown); ) {
        shown = wanted.current;
        const element = canvas.current;
        if (element === null) return;
        const width = WIDTHS.find((one) => one >= element.clientWidth * devicePixelRatio) ?? 1920;
        const query = {
          at: String(shown.unixMs),
          width: String(width),
          stream,
          exact: shown.exact ? ('1' as const) : ('0' as const),
          ...purposeQuery(purpose),
        };
        const answer = await fetch(addressOf('getStill', { params: { id: cameraId }, query }));
        if (!answer.ok) throw new Error(`still: ${answer.status} ${await refusalOf(answer)}`);
        const image = await createImageBitmap(await answer.blob());
        if (wanted.current !== null) draw(element, image, shown.unixMs);
        image.close();
      }
    };
    void ask()
      .then(() => setComes(true))
      .catch(() => {
        canvas.current?.getContext('2d')?.clearRect(0, 0, canvas.current.width, canvas.current.height);
        setComes(false);
      })
      .finally(() => {
        isAsking.current = false;
      });
  }, [canvas, cameraId, stream, unixMs, exact, purpose]);
  return comes;
}

interface Wanted {
  readonly unixMs: number;
  readonly exact: boolean;
}

function isSame(one: Wanted, other: Wanted | null): boolean {
  return one.unixMs === other?.unixMs && one.exact === other.exact;
}

function draw(canvas: HTMLCanvasElement, image: ImageBitmap, unixMs: number): void {
  if (canvas.width !== image.width || canvas.height !== image.height) {
    canvas.width = image.width;
    canvas.height = image.height;
  }
  canvas.getContext('2d')?.drawImage(image, 0, 0);
  canvas.dataset['unixMs'] = String(unixMs);
}
