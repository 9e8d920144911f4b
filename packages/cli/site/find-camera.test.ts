import { expect, test } from 'vitest';
import { CommandFailure } from '../exit-code.ts';
import { findCamera } from './find-camera.ts';

const ID = '01a2183b-92c5-718a-9c1f-8a6d77b3d765';
const cameras = [
  { id: ID, name: 'Cổng chợ' },
  { id: 'b', name: 'Cầu Bến Đá' },
  { id: 'c', name: 'Nga tu' },
  { id: 'd', name: 'Ngã tư' },
  { id: 'e', name: 'Ngã Tư' },
];

const failureOf = (asked: string, among = cameras): CommandFailure => {
  try {
    findCamera(among, asked);
  } catch (error) {
    if (error instanceof CommandFailure) return error;
    throw error;
  }
  throw new Error(`${asked} was found`);
};

test.each([
  [ID.toUpperCase(), 'Cổng chợ'],
  ['Cổng chợ', 'Cổng chợ'],
  ['Cổng chợ'.normalize('NFD'), 'Cổng chợ'],
  ['cong  CHO', 'Cổng chợ'],
  ['cau ben da', 'Cầu Bến Đá'],
  // The exact name counts before the others that are alike.
  ['Nga tu', 'Nga tu'],
  ['Ngã Tư', 'Ngã Tư'],
])('%s is %s', (asked, name) => {
  expect(findCamera(cameras, asked)?.name).toBe(name);
});

test('what may be several is refused with their ids, what is unknown with the names there are', () => {
  const several = failureOf('nga tu');
  expect([several.exitCode, several.text.vi]).toEqual([
    2,
    expect.stringContaining('Nga tu (c), Ngã tư (d), Ngã Tư (e)'),
  ]);
  const unknown = failureOf('Cong');
  expect([unknown.exitCode, unknown.text.vi]).toEqual([
    3,
    'Không có mắt camera “Cong”. Hiện có: Cổng chợ, Cầu Bến Đá, Nga tu, Ngã tư, Ngã Tư.',
  ]);
  expect(failureOf('x', []).text.vi).toContain('chưa có mắt camera nào');
  const many = Array.from({ length: 25 }, (_, at) => ({ id: String(at), name: `Số ${at} đường làng` }));
  expect(failureOf('x', many).text.vi).toContain('Số 19 đường làng … và 5 mắt camera nữa');
});

test('an id that is not among them is nobody’s name', () => {
  expect(findCamera(cameras, '01a2183b-92c5-718a-9c1f-000000000000')).toBeNull();
});
