/** Colours of one appearance; state is never told by colour alone: gaps are hatched, activity has height, marks have letters. */
export interface TimelineColours {
  readonly text: string;
  readonly faint: string;
  readonly line: string;
  readonly ground: string;
  readonly later: string;
  readonly recorded: string;
  readonly activity: string;
  readonly gap: string;
  readonly hold: string;
  readonly bookmark: string;
  readonly twice: string;
  readonly instant: string;
  readonly mark: string;
}

/** Of the dark appearance. */
export const DARK: TimelineColours = {
  text: '#dfe5eb',
  faint: '#9aa5b1',
  line: '#39414a',
  ground: '#23282e',
  later: '#1b1f23',
  recorded: '#2a6650',
  activity: '#86e3ba',
  gap: '#e58f8f',
  hold: '#f2c14e',
  bookmark: '#7cb8ff',
  twice: '#c9a5ff',
  instant: '#ffffff',
  mark: '#f2c14e',
};
/** Of the light appearance. */
export const LIGHT: TimelineColours = {
  text: '#1f2328',
  faint: '#59636e',
  line: '#d0d7de',
  ground: '#eef1f4',
  later: '#f8f9fa',
  recorded: '#a5dcc5',
  activity: '#0b6e4f',
  gap: '#b42318',
  hold: '#9a6700',
  bookmark: '#0550ae',
  twice: '#6639ba',
  instant: '#111111',
  mark: '#9a6700',
};
