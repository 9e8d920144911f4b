/** People and their passwords: what is kept, and what is refused. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  checkPassword,
  checkPerson,
  foldUserName,
  MAX_PASSWORD_CHARACTERS,
  MIN_PASSWORD_CHARACTERS,
} from '../index.ts';

describe('a person', () => {
  const draft = { userName: ' Lan.Nguyen ', name: ' Nguyễn Thị Lan '.normalize('NFD'), position: '' };

  test('is kept in one form', () => {
    expect(checkPerson(draft)).toEqual({
      ok: true,
      value: { userName: 'lan.nguyen', name: 'Nguyễn Thị Lan'.normalize('NFC'), position: '' },
    });
    expect(checkPerson({ ...draft, position: ' Trưởng công an xã ' })).toMatchObject({
      value: { position: 'Trưởng công an xã' },
    });
  });

  test.each(['', 'ab', 'lấn', 'a b c', '-lan', 'lan-', 'a'.repeat(33), 'lan@xa', '../etc', 'аdmin'])(
    'a user name that another keyboard could not type is refused: %s',
    (userName) => {
      expect(checkPerson({ ...draft, userName })).toMatchObject({
        violation: { field: 'userName', rule: 'user-name-form' },
      });
    },
  );

  test('folding is done once', () => {
    fc.assert(fc.property(fc.string(), (typed) => foldUserName(foldUserName(typed)) === foldUserName(typed)));
  });
});

describe('a password', () => {
  const context = ['lan.nguyen', 'Nguyễn Thị Lan', 'Xã Tân Lập'];
  const rule = (typed: string) => {
    const checked = checkPassword(typed, context);
    return checked.ok ? null : checked.violation.rule;
  };

  test.each([
    'trâu vàng uống nước ao sâu',
    'bốn con cò đậu cành tre',
    'correct horse battery staple',
    'Z8x!qLw2#vTn6@rB',
  ])('of some words or of chance is taken, without any rule of composition: %s', (typed) => {
    expect(rule(typed)).toBe(null);
  });

  test.each([
    'nguyenthilan2026',
    'Nguyễn Thị Lan 123456',
    'xatanlap xatanlap 1',
    'matkhau123456789',
    'Mật khẩu mật khẩu 1',
    'aaaaaaaaaaaaaaaa',
    '1234567890123456',
    'abcdefghijklmnop',
    'congan vietnam 1',
    'anhyeuemanhyeuem',
  ])('that is guessed first is refused: %s', (typed) => {
    expect(rule(typed)).toBe('password-guessable');
  });

  test('has a length, counted in characters', () => {
    expect(rule('con mèo trèo')).toBe('password-too-short');
    expect(rule('🦆'.repeat(MIN_PASSWORD_CHARACTERS - 1))).toBe('password-too-short');
    expect(rule('sông nước mây trời '.repeat(20))).toBe('text-too-long');
    expect(MAX_PASSWORD_CHARACTERS).toBeGreaterThanOrEqual(64);
  });

  test('typed on either kind of keyboard is the same', () => {
    const typed = 'trâu vàng uống nước ao sâu';
    expect(checkPassword(typed.normalize('NFD'), context)).toEqual(
      checkPassword(typed.normalize('NFC'), context),
    );
  });

  test('whatever is typed gets an answer', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 300 }),
        (typed) => void checkPassword(typed, context),
      ),
    );
  });
});
