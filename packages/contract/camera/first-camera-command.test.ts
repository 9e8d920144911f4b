/** What is copied into a shell arrives there as it was meant. */
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { firstCameraCommand } from './first-camera-command.ts';

/** What a shell makes of a command's words. */
function wordsOf(command: string): readonly string[] {
  const printed = execFileSync('/bin/sh', ['-c', `printf '%s\\0' ${command.replace(/^npx /, '')}`], {
    encoding: 'utf8',
  });
  return printed.split('\0').slice(0, -1);
}

const ODD_LETTERS = ' \'"$`\\&;|*?#~!()<>%{}\nạa/.-_'.split('');

test('a shell reads the folder as it is, whatever it is called', () => {
  const path = fc.array(fc.constantFrom(...ODD_LETTERS), { minLength: 1 });
  fc.assert(
    fc.property(path, (letters) => {
      const folder = `/${letters.join('')}`;
      for (const command of Object.values(firstCameraCommand(folder)))
        expect(wordsOf(command).slice(-2)).toEqual(['--data', folder]);
    }),
    { numRuns: 15 },
  );
});

test('a folder without odd letters stays as people write it; an unknown one is no path', () => {
  expect(firstCameraCommand('/srv/matlang/site').vi).toMatch(/ --data \/srv\/matlang\/site$/);
  expect(firstCameraCommand(null).vi).toMatch(/ --data THƯ_MỤC_HỆ_THỐNG$/);
  expect(firstCameraCommand(null).en).toMatch(/ --data SITE_FOLDER$/);
});
