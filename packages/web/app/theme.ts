/** Design tokens: one accent, quiet greys, states by colour and sign. Sizes follow the desk; the wall has its own. */
import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';

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

/** Mantine's, light and dark. */
export const theme = createTheme({
  primaryColor: 'village',
  // White on anything lighter has less contrast than WCAG wants, light or dark.
  primaryShade: 8,
  colors: { village },
  fontFamily: 'system-ui, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif',
  defaultRadius: 'md',
  cursorType: 'pointer',
  focusRing: 'auto',
});

/** Hints and errors below fields are small letters: Mantine's own colours for them have less contrast than WCAG wants (4.5). */
export const readableLetters: CSSVariablesResolver = ({ colors }) => ({
  variables: {},
  light: { '--mantine-color-dimmed': colors.gray[7], '--mantine-color-error': colors.red[9] },
  dark: { '--mantine-color-dimmed': colors.dark[1], '--mantine-color-error': colors.red[4] },
});
