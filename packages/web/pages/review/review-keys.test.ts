import { expect, test } from 'vitest';
import { commandOf, type ReviewCommand } from './review-keys.ts';

const press = (key: string, shiftKey = false): ReviewCommand | null => commandOf({ key, shiftKey });

test.each<[string, ReviewCommand]>([
  [' ', { do: 'toggle' }],
  ['j', { do: 'faster', direction: -1 }],
  ['k', { do: 'pause' }],
  ['l', { do: 'faster', direction: 1 }],
  [',', { do: 'step', direction: -1 }],
  ['.', { do: 'step', direction: 1 }],
  ['n', { do: 'next-gap' }],
  ['p', { do: 'previous-gap' }],
  ['i', { do: 'mark-in' }],
  ['o', { do: 'mark-out' }],
  ['x', { do: 'clear-marks' }],
  ['ArrowLeft', { do: 'move', ms: -5000 }],
  ['ArrowRight', { do: 'move', ms: 5000 }],
  ['PageUp', { do: 'page', views: -1 }],
  ['PageDown', { do: 'page', views: 1 }],
  ['+', { do: 'zoom', factor: 0.5 }],
  ['=', { do: 'zoom', factor: 0.5 }],
  ['-', { do: 'zoom', factor: 2 }],
  ['h', { do: 'help' }],
])('%s', (key, command) => {
  expect(press(key)).toEqual(command);
});

test('with the shift key: a minute instead of five seconds, footage instead of gaps', () => {
  expect(press('ArrowLeft', true)).toEqual({ do: 'move', ms: -60_000 });
  expect(press('ArrowRight', true)).toEqual({ do: 'move', ms: 60_000 });
  expect(press('N', true)).toEqual({ do: 'footage', direction: 1 });
  expect(press('P', true)).toEqual({ do: 'footage', direction: -1 });
  // Where + and ? need the shift key.
  expect(press('+', true)).toEqual({ do: 'zoom', factor: 0.5 });
  expect(press('?', true)).toEqual({ do: 'help' });
});

test('capitals of a locked keyboard mean the same', () => {
  for (const key of 'jklnpiox') expect(press(key.toUpperCase())).toEqual(press(key));
});

test('any other key is left to the browser', () => {
  for (const key of ['a', 'Tab', 'Enter', 'Escape', 'F5', 'Home', '0', 'Shift'])
    expect(press(key)).toBeNull();
});
