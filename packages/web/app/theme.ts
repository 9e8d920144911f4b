/** Design tokens: one accent, quiet greys, states by colour and sign. Sizes follow the desk; the wall has its own. */
import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';
import classes from './controls.module.css';

const village: MantineColorsTuple = [
  '#e6f6ef',
  '#cdebdd',
  '#9cd6bc',
  '#68c098',
  '#3fae7b',
  '#25a269',
  '#159c5f',
  '#06884f',
  '#007945',
  '#006838',
];

const press = classes['press'] ?? '';
const edge = classes['edge'] ?? '';
const note = classes['note'] ?? '';
const row = classes['row'] ?? '';

/** Mantine's, light and dark; larger under a finger than under a mouse. */
export const theme = createTheme({
  primaryColor: 'village',
  // White on anything lighter has less contrast than WCAG wants, light or dark.
  primaryShade: 8,
  colors: { village },
  fontFamily: 'system-ui, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif',
  defaultRadius: 'md',
  cursorType: 'pointer',
  focusClassName: classes['focus'] ?? '',
  components: {
    Button: { classNames: { root: press } },
    ActionIcon: { classNames: { root: press } },
    CloseButton: { classNames: { root: press } },
    Input: { classNames: { input: classes['field'] ?? '' } },
    InputWrapper: { classNames: { description: note, error: note } },
    Checkbox: { classNames: { body: row, input: edge } },
    Radio: { classNames: { body: row, radio: edge } },
    Switch: { classNames: { body: row, track: classes['track'] ?? '' } },
    Combobox: { classNames: { option: row } },
    SegmentedControl: { classNames: { label: classes['choice'] ?? '' } },
  },
});

/** Hints, errors and examples in fields are small letters: Mantine's own colours for them have less contrast than WCAG wants (4.5). In the dark its ring around what has the focus has less than 3. */
export const readableLetters: CSSVariablesResolver = ({ colors }) => ({
  variables: {},
  light: {
    '--focus-color': village[8],
    // The darkest of the accent has 4.2 on what lies behind a button under the pointer.
    '--mantine-color-village-light-color': '#00512b',
    '--mantine-color-placeholder': colors.gray[7],
    '--mantine-color-dimmed': colors.gray[7],
    '--mantine-color-error': colors.red[9],
  },
  dark: {
    '--focus-color': village[3],
    '--mantine-color-placeholder': colors.dark[2],
    '--mantine-color-dimmed': colors.dark[1],
    '--mantine-color-error': colors.red[4],
  },
});
