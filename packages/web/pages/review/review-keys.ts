/** The keys of playback. Pure: which key means what; what is done belongs to the page. */

/** What a key means. */
export type ReviewCommand =
  | {
      readonly do:
        | 'toggle'
        | 'pause'
        | 'next-gap'
        | 'previous-gap'
        | 'mark-in'
        | 'mark-out'
        | 'clear-marks'
        | 'help';
    }
  | { readonly do: 'faster' | 'step' | 'footage'; readonly direction: 1 | -1 }
  | { readonly do: 'move'; readonly ms: number }
  | { readonly do: 'zoom'; readonly factor: number }
  | { readonly do: 'page'; readonly views: number };

const ARROW_MS = 5000;
const SHIFTED_ARROW_MS = 60_000;
const ZOOM = 2;

interface Press {
  readonly key: string;
  readonly shiftKey: boolean;
}

/** Null: the key has no meaning here. */
export function commandOf({ key, shiftKey }: Press): ReviewCommand | null {
  const arrowMs = shiftKey ? SHIFTED_ARROW_MS : ARROW_MS;
  switch (key.toLowerCase()) {
    case ' ':
      return { do: 'toggle' };
    case 'k':
      return { do: 'pause' };
    case 'l':
      return { do: 'faster', direction: 1 };
    case 'j':
      return { do: 'faster', direction: -1 };
    case 'arrowleft':
      return { do: 'move', ms: -arrowMs };
    case 'arrowright':
      return { do: 'move', ms: arrowMs };
    case ',':
      return { do: 'step', direction: -1 };
    case '.':
      return { do: 'step', direction: 1 };
    case 'n':
      return shiftKey ? { do: 'footage', direction: 1 } : { do: 'next-gap' };
    case 'p':
      return shiftKey ? { do: 'footage', direction: -1 } : { do: 'previous-gap' };
    case 'i':
      return { do: 'mark-in' };
    case 'o':
      return { do: 'mark-out' };
    case 'x':
      return { do: 'clear-marks' };
    case '+':
    case '=':
      return { do: 'zoom', factor: 1 / ZOOM };
    case '-':
      return { do: 'zoom', factor: ZOOM };
    case 'pageup':
      return { do: 'page', views: -1 };
    case 'pagedown':
      return { do: 'page', views: 1 };
    case '?':
    case 'h':
      return { do: 'help' };
    default:
      return null;
  }
}
