/** What the page's address says of the filter, so that it survives a reload and can be handed on. */

/** Instants in Unix ms; what is left out narrows nothing down. */
export interface LogSearch {
  readonly who?: string;
  /** An action, or the beginning of several: `export.` */
  readonly what?: string;
  readonly about?: string;
  readonly from?: number;
  readonly to?: number;
}

const MAX_CHARACTERS = 200;

const word = (value: unknown): string | undefined => {
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && text.length > 0 && text.length <= MAX_CHARACTERS ? text : undefined;
};

const instant = (value: unknown): number | undefined => {
  const unixMs = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
  return typeof unixMs === 'number' && Number.isSafeInteger(unixMs) && unixMs >= 0 ? unixMs : undefined;
};

/** Of an address that anybody may have written: what makes no sense is left out. */
export function parseLogSearch(search: Readonly<Record<string, unknown>>): LogSearch {
  const found = {
    who: word(search['who']),
    what: word(search['what']),
    about: word(search['about']),
    from: instant(search['from']),
    to: instant(search['to']),
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}

/** As the API is asked. */
export function logQuery({ who, what, about, from, to }: LogSearch) {
  return {
    ...(who === undefined ? {} : { actor: who }),
    ...(what === undefined ? {} : { action: what }),
    ...(about === undefined ? {} : { about }),
    ...(from === undefined ? {} : { from: String(from) }),
    ...(to === undefined ? {} : { to: String(to) }),
  };
}
