/** The answers to the verification standard: each requirement once, and no evidence that is not there. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '..', '..');
/** Of each section of ASVS 5.0.0: how many requirements are of level 1 or 2. They stand before those of level 3. */
const SECTIONS: Readonly<Record<string, number>> = {
  '1.1': 2,
  '1.2': 9,
  '1.3': 11,
  '1.4': 3,
  '1.5': 2,
  '2.1': 3,
  '2.2': 3,
  '2.3': 4,
  '2.4': 1,
  '3.2': 2,
  '3.3': 4,
  '3.4': 6,
  '3.5': 5,
  '3.7': 2,
  '4.1': 3,
  '4.2': 1,
  '4.3': 2,
  '4.4': 4,
  '5.1': 1,
  '5.2': 3,
  '5.3': 2,
  '5.4': 3,
  '6.1': 3,
  '6.2': 12,
  '6.3': 4,
  '6.4': 4,
  '6.5': 5,
  '6.6': 3,
  '6.8': 4,
  '7.1': 3,
  '7.2': 4,
  '7.3': 2,
  '7.4': 5,
  '7.5': 2,
  '7.6': 2,
  '8.1': 2,
  '8.2': 3,
  '8.3': 1,
  '8.4': 1,
  '9.1': 3,
  '9.2': 4,
  '10.1': 2,
  '10.2': 2,
  '10.3': 4,
  '10.4': 11,
  '10.5': 5,
  '10.6': 2,
  '10.7': 3,
  '11.1': 2,
  '11.2': 3,
  '11.3': 3,
  '11.4': 4,
  '11.5': 1,
  '11.6': 1,
  '12.1': 3,
  '12.2': 2,
  '12.3': 4,
  '13.1': 1,
  '13.2': 5,
  '13.3': 2,
  '13.4': 5,
  '14.1': 2,
  '14.2': 4,
  '14.3': 3,
  '15.1': 3,
  '15.2': 3,
  '15.3': 7,
  '16.1': 1,
  '16.2': 5,
  '16.3': 4,
  '16.4': 3,
  '16.5': 3,
};

interface Answer {
  readonly number: string;
  readonly asks: string;
  readonly answer: string;
  readonly why: string;
}

const ANSWERS: readonly Answer[] = readFileSync(join(ROOT, 'docs/security/asvs.md'), 'utf8')
  .split('\n')
  .flatMap((line) => {
    const [, number, asks, answer, why] =
      /^\| (\d+\.\d+\.\d+) \| (.+) \| (\S+) \| ?(.*?) ?\|$/.exec(line) ?? [];
    return number === undefined || asks === undefined || answer === undefined || why === undefined
      ? []
      : [{ number, asks, answer, why }];
  });

const pathsIn = (why: string): readonly string[] =>
  [...why.matchAll(/`([a-z][A-Za-z0-9/.-]+\.(?:ts|md|json))`/g)].map(([, path = '']) =>
    /^(?:test|docs)\/|^package-lock/.test(path) ? path : join('packages', path),
  );

test('each requirement of levels 1 and 2 is answered once', () => {
  const wanted = Object.entries(SECTIONS).flatMap(([section, count]) =>
    Array.from({ length: count }, (_, index) => `${section}.${index + 1}`),
  );
  const answered = ANSWERS.filter(({ asks }) => !asks.endsWith('(level 3)')).map(({ number }) => number);
  expect(answered).toEqual(wanted);
});

test('each answer is one of four, and each but a "–" says why', () => {
  expect(ANSWERS.filter(({ answer }) => !['yes', 'part', 'no', '–'].includes(answer))).toEqual([]);
  expect(ANSWERS.filter(({ answer, why }) => answer !== '–' && why === '')).toEqual([]);
});

test('a "yes" names what shows it, and what is named is there', () => {
  const missing = ANSWERS.flatMap(({ why }) => pathsIn(why)).filter((path) => !existsSync(join(ROOT, path)));
  expect(missing).toEqual([]);
  const bare = ANSWERS.filter(({ answer, why }) => answer === 'yes' && pathsIn(why).length === 0);
  expect(bare.map(({ number, why }) => `${number}: ${why}`)).toEqual([]);
});
