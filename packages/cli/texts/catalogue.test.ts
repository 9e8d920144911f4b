/** Every text in both languages, with the same values in it, and no English left in the Vietnamese help. */
import type { Bilingual } from '@matlang/contract';
import type { Command } from 'commander';
import { expect, test } from 'vitest';
import { sayIn } from '../language/say.ts';
import { createProgram } from '../program.ts';
import { CATALOGUE } from './catalogue.ts';

const texts: readonly (readonly [string, Bilingual])[] = Object.entries(CATALOGUE).flatMap(
  ([part, entries]) => Object.entries(entries).map(([name, text]) => [`${part}.${name}`, text] as const),
);

const placeholders = (text: string): readonly string[] => (text.match(/\{[^}]*\}/g) ?? []).toSorted();

test('each text is there in both languages, composed, with the same values', () => {
  expect(texts.length).toBeGreaterThan(200);
  for (const [name, { vi, en }] of texts) {
    expect(vi.trim(), name).not.toBe('');
    expect(en.trim(), name).not.toBe('');
    expect(vi, name).toBe(vi.normalize('NFC'));
    expect(placeholders(vi), name).toEqual(placeholders(en));
  }
});

test('a sentence is not the same in both languages', () => {
  const same = texts.filter(
    ([, { vi, en }]) => vi === en && /[a-z]{2,} [a-z]{2,}/.test(en.replace(/\{\w+\}/g, '')),
  );
  expect(same.map(([name]) => name)).toEqual([]);
});

const commandsOf = (command: Command): readonly Command[] => [
  command,
  ...command.commands.flatMap((child) => commandsOf(child)),
];

const helpOf = (language: 'vi' | 'en'): ReadonlyMap<string, string> =>
  new Map(
    commandsOf(createProgram(sayIn(language))).map((command) => [
      command.parent === null ? 'matlang' : `${command.parent.name()} ${command.name()}`,
      command.helpInformation(),
    ]),
  );

/** Whole words of letters, of any language; options, names of commands, addresses and examples are the same in both. */
const wordsOf = (help: string): readonly string[] =>
  help
    .replace(/[A-Z]+_[A-Z]+/g, ' ')
    .replace(/--?[a-z][a-z-]*/g, ' ')
    .replace(/"[^"]*"|\$\w+|\.\/\S+|rtsp:\/\/\S+/g, ' ')
    .toLowerCase()
    .match(/(?<![\p{Letter}\p{Mark}\d])[\p{Letter}\p{Mark}]{2,}(?![\p{Letter}\p{Mark}\d])/gu) ?? [];

/** Words that Vietnamese shares with English or takes from it, values of options, and names of things. */
const SHARED = new Set(
  [
    'matlang run demo init check camera export verify chain rtsp serve add list probe remove help',
    'user invite recovery sheet token create revoke audit verify head moc keys rotate backup restore',
    // Permissions are words of the API.
    'cameras read manage live view footage holds bookmarks storage jobs status metrics people audit settings',
    'main sub both none keep delete audio tcp udp any vi en unstated data demo site day never',
    'ctrl json mp4 mp digest unix url index port file id node srv default archive',
    'to do an in hay the on co cao tin trong theo cho khi sao so nhau',
  ].flatMap((line) => line.split(' ')),
);

test('no English word is left in the Vietnamese help of any verb', () => {
  const english = new Set(
    [...helpOf('en').values()].flatMap(wordsOf).filter((word) => /^[a-z]+$/.test(word)),
  );
  expect(english.size).toBeGreaterThan(100);
  const help = helpOf('vi');
  expect(help.size).toBeGreaterThan(12);
  for (const [name, text] of help) {
    const left = wordsOf(text).filter((word) => english.has(word) && !SHARED.has(word));
    expect(left, name).toEqual([]);
    expect(text, name).toContain('Cách dùng:');
  }
});
