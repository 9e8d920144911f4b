/**
 * Log in over HTTP with the hash at its real cost, one at a time and four at once; and what the question costs whether somebody may do something,
 * beside the one who it is.
 *   node benches/access.ts [log-ins]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BUILT_IN_ROLES, type Grant, Rights } from '@matlang/domain';
import { openOperatorToken } from '@matlang/keys';
import { Door, type GuardedRoute } from '../packages/server/access/door.ts';
import type { Identity } from '../packages/server/access/identity.ts';
import { THIS_MACHINE } from '../packages/server/network/entrance.ts';
import { publish } from './measure/report.ts';
import { median, percentile } from './measure/statistics.ts';
import { startServer } from './web/web-site.ts';

const [logInsText = '200'] = process.argv.slice(2);
const LOG_INS = Number(logInsText);
const AT_ONCE = 4;
const QUESTIONS = 20_000;
const REQUESTS = 400;
const CAMERAS = 16;
const LOG_IN_GOAL_MS = 300;
const PERMISSION_GOAL_US = 50;
const PASSWORD = 'bốn con cò đậu cành tre';
const JSON_HEADERS = { 'content-type': 'application/json' };

const folder = mkdtempSync(join(tmpdir(), 'matlang-bench-'));
const ends: (() => Promise<void>)[] = [];

const logIn = async (url: string): Promise<{ readonly tookMs: number; readonly cookie: string }> => {
  const startMs = performance.now();
  const answer = await fetch(new URL('/api/v1/session', url), {
    method: 'POST',
    headers: JSON_HEADERS,
    body: JSON.stringify({ userName: 'lan', password: PASSWORD }),
  });
  await answer.arrayBuffer();
  if (!answer.ok) throw new Error(`log-in refused: ${answer.status}`);
  const tookMs = performance.now() - startMs;
  return {
    tookMs,
    cookie: answer.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; '),
  };
};

/** @returns what each took */
const logInsOf = async (url: string, atOnce: number): Promise<readonly number[]> => {
  const tookMs: number[] = [];
  for (let done = 0; done < LOG_INS; done += atOnce) {
    const some = await Promise.all(Array.from({ length: atOnce }, () => logIn(url)));
    tookMs.push(...some.map((one) => one.tookMs));
  }
  return tookMs;
};

const requestsOf = async (url: string, path: string, cookie: string): Promise<readonly number[]> => {
  const tookMs: number[] = [];
  for (let done = 0; done < REQUESTS; done += 1) {
    const startMs = performance.now();
    const answer = await fetch(new URL(path, url), { headers: { cookie } });
    await answer.arrayBuffer();
    tookMs.push(performance.now() - startMs);
  }
  return tookMs;
};

/** Four grants with a part of the cameras each, as an officer of several duties has. @returns µs of each question */
const permissionQuestions = async (): Promise<readonly number[]> => {
  const cameraIds = Array.from(
    { length: CAMERAS },
    (_, at) => `01990000-0000-7000-8000-${String(at).padStart(12, '0')}`,
  );
  const now = Date.now();
  const roleIds = Object.keys(BUILT_IN_ROLES).slice(0, 4);
  const grants = roleIds.map(
    (roleId, at): Pick<Grant, 'roleId' | 'cameraIds' | 'fromUnixMs' | 'untilUnixMs'> => ({
      roleId,
      cameraIds: cameraIds.filter((_, camera) => camera % 4 <= at),
      fromUnixMs: now - 1,
      untilUnixMs: now + 86_400_000,
    }),
  );
  const roles = new Map(Object.entries(BUILT_IN_ROLES).map(([id, permissions]) => [id, { permissions }]));
  const identity: Identity = {
    kind: 'session',
    requester: { actor: 'lan', address: '192.168.1.20' },
    rights: Rights.of(grants, roles),
    signedIn: null,
  };
  const door = new Door(async () => identity, { nowUnixMs: () => Date.now() });
  const route: GuardedRoute = {
    permission: 'footage.view',
    subject: { in: 'params', field: 'cameraId' },
  };
  const arrival = { headers: {}, address: '192.168.1.20', entrance: THIS_MACHINE };
  const tookUs: number[] = [];
  for (let question = 0; question < QUESTIONS; question += 1) {
    const parts = { params: { cameraId: cameraIds[question % CAMERAS] }, query: {}, body: {} };
    const startMs = performance.now();
    const known = await door.enter(route, arrival);
    door.requireCameras(route, known, parts);
    door.requesterFor(route, known, parts);
    door.scopeOf(route, known);
    tookUs.push((performance.now() - startMs) * 1000);
  }
  return tookUs;
};

const ms = (values: readonly number[]): string =>
  `${percentile(values, 95).toFixed(1)} ms (${median(values).toFixed(1)} ms)`;

try {
  const server = await startServer({ dataDirectory: folder, onEnd: (end) => void ends.push(end) });
  const { url } = server;
  const made = await fetch(new URL('/api/v1/setup', url), {
    method: 'POST',
    headers: { ...JSON_HEADERS, authorization: `Bearer ${openOperatorToken(folder)}` },
    body: JSON.stringify({ userName: 'lan', name: 'Nguyễn Thị Lan', password: PASSWORD }),
  });
  if (!made.ok) throw new Error(`no administrator: ${made.status}`);
  const { cookie } = await logIn(url);
  const alone = await logInsOf(url, 1);
  const together = await logInsOf(url, AT_ONCE);
  const known = await requestsOf(url, '/api/v1/session', cookie);
  const unknown = await requestsOf(url, '/api/v1/session', '');
  const questions = await permissionQuestions();
  const p95 = percentile(alone, 95);
  const p95Us = percentile(questions, 95);
  publish({
    bench: 'access',
    figures: [
      {
        name: `log in with a password, ${LOG_INS} one at a time: p95 (median)`,
        value: ms(alone),
        goal: `<= ${LOG_IN_GOAL_MS} ms`,
        reached: p95 <= LOG_IN_GOAL_MS,
      },
      {
        name: `the same, ${AT_ONCE} at once: p95 (median)`,
        value: ms(together),
        goal: `<= ${LOG_IN_GOAL_MS} ms`,
        reached: percentile(together, 95) <= LOG_IN_GOAL_MS,
      },
      {
        name: 'permission asked, four grants of up to 16 cameras: p95 (median)',
        value: `${p95Us.toFixed(1)} µs (${median(questions).toFixed(1)} µs)`,
        goal: `<= ${PERMISSION_GOAL_US} µs`,
        reached: p95Us <= PERMISSION_GOAL_US,
      },
      {
        name: 'GET session by HTTP, signed in and not: p50',
        value: `${(median(known) * 1000).toFixed(0)} µs, ${(median(unknown) * 1000).toFixed(0)} µs: what finding out who asks costs lies between`,
        goal: null,
        reached: null,
      },
    ],
    raw: { alone, together, known, unknown },
  });
} finally {
  for (const end of ends) await end();
  rmSync(folder, { recursive: true, force: true });
}
