/** Purposes over HTTP on a real database and archive: opened, named, closed, over, and that no recorded picture comes without one. */
import {
  type PurposeAnswer,
  type PurposeListAnswer,
  ROUTE_NAMES,
  ROUTES,
  type RouteShape,
} from '@matlang/contract';
import { BUILT_IN_ROLES, type Person, Rights } from '@matlang/domain';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { createId } from '../site/site-context.ts';
import { openTestSite, recordRuns, TEST_NOW_UNIX_MS, type TestSite } from '../site-for-tests.ts';
import { type Identity, localIdentity, operatorIdentity } from './identity.ts';

const HOUR = 3_600_000;
const START = TEST_NOW_UNIX_MS - HOUR;
const SPAN = `from=${START}&to=${START + 5000}`;
const INCIDENT = { kind: 'incident', number: '12/2026', text: 'mất xe ở chợ' };

let site: TestSite;
let cameraId = '';
let person: Person = {
  id: '',
  siteId: '',
  userName: 'lan',
  name: 'Lan',
  position: '',
  createdUnixMs: 0,
  endedUnixMs: null,
};
let asking: Identity = localIdentity('127.0.0.1');

beforeAll(async () => {
  const cleanUps: (() => Promise<void>)[] = [];
  site = await openTestSite({
    onTestFinished: (cleanUp) => void cleanUps.unshift(cleanUp),
    withRecorder: false,
    identify: async () => asking,
  });
  const payload = { name: 'Cổng chợ', main: { url: 'rtsp://h/1' } };
  const camera = await site.app.inject({ method: 'POST', url: '/api/v1/cameras', payload });
  cameraId = camera.json<{ id: string }>().id;
  await recordRuns(site.dataDirectory, [{ cameraId, startUnixMs: START, seconds: 5 }]);
  person = { ...person, id: createId(site.clock), siteId: site.context.siteId };
  await site.context.database.stores.people.insert(person);
  return async () => {
    for (const cleanUp of cleanUps) await cleanUp();
  };
});
beforeEach(() => {
  site.clock.unixMs = TEST_NOW_UNIX_MS;
});

/** A commander in a new session, for so long. */
async function signIn(lastsMs = 24 * HOUR): Promise<Identity> {
  const session = {
    id: createId(site.clock),
    personId: person.id,
    factors: 'password+code',
    createdUnixMs: TEST_NOW_UNIX_MS,
    seenUnixMs: TEST_NOW_UNIX_MS,
    expiresUnixMs: TEST_NOW_UNIX_MS + lastsMs,
    address: null,
    device: '',
    provedUnixMs: TEST_NOW_UNIX_MS,
  };
  await site.context.database.stores.sessions.insert(session, session.id);
  asking = {
    kind: 'session',
    signedIn: { person, sessionId: session.id, secondFactor: 'shown', provedUnixMs: TEST_NOW_UNIX_MS },
    requester: { actor: 'lan', address: '192.168.1.20' },
    rights: Rights.of(
      [{ roleId: 'commander', cameraIds: null, fromUnixMs: 0, untilUnixMs: null }],
      new Map([['commander', { permissions: BUILT_IN_ROLES.commander }]]),
    ),
  };
  return asking;
}

const script = (tokenId: string): Identity => ({
  ...localIdentity('127.0.0.1'),
  kind: 'token',
  requester: { actor: 'token:wall', address: '127.0.0.1' },
  tokenId,
});

const open = async (payload: object): Promise<PurposeAnswer> => {
  const answer = await site.app.inject({ method: 'POST', url: '/api/v1/purposes', payload });
  expect(answer.statusCode).toBe(201);
  return answer.json();
};
const list = async (): Promise<PurposeListAnswer> => (await site.app.inject('/api/v1/purposes')).json();
const close = (id: string) => site.app.inject({ method: 'DELETE', url: `/api/v1/purposes/${id}` });
/** @returns the code of the refusal; null: pictures come */
const play = async (purpose: string | null): Promise<string | null> => {
  const named = purpose === null ? '' : `&purpose=${encodeURIComponent(purpose)}`;
  const answer = await site.app.inject(`/api/v1/cameras/${cameraId}/play?${SPAN}${named}`);
  return answer.statusCode === 200 ? null : answer.json<{ error: { code: string } }>().error.code;
};
const entries = async (action: string) => {
  const { database, siteId } = site.context;
  return (await database.stores.audit.read(siteId, 0, 1000)).filter((entry) => entry.action === action);
};

test('every route that sends recorded pictures asks for a purpose; what was recorded when needs none', async () => {
  await signIn();
  const urls: Readonly<Record<string, string>> = {
    getHlsPlaylist: `hls.m3u8?${SPAN}`,
    playFootage: `play?${SPAN}`,
    getStill: `still.jpg?at=${START}`,
    getStills: `stills?${SPAN}`,
    getSegment: 'segments/default/main/1.mp4',
    getExportFile: `export.mp4?${SPAN}`,
  };
  const without = [
    'getCameraTimeline',
    'getTimeline',
    'estimateExport',
    'createExport',
    'getExportPart',
    'getExportZip',
    'cancelExport',
  ];
  for (const name of ROUTE_NAMES) {
    const { permission, path }: RouteShape = ROUTES[name];
    if (!/^footage\.(view|export)$/.test(permission) || path.startsWith('/api/v1/purposes')) continue;
    // A new route that sends pictures stands in one of the two lists.
    if (without.includes(name)) continue;
    const answer = await site.app.inject(`/api/v1/cameras/${cameraId}/${urls[name] ?? name}`);
    expect([answer.statusCode, answer.json<{ error: { code: string } }>().error.code], name).toEqual([
      403,
      'purpose-needed',
    ]);
  }
  expect((await site.app.inject(`/api/v1/cameras/${cameraId}/timeline?${SPAN}`)).statusCode).toBe(200);
  const payload = { cameras: [cameraId], from: START, to: START + 5000, purpose: 'vụ 12' };
  const asked = await site.app.inject({ method: 'POST', url: '/api/v1/exports', payload });
  expect(asked.json()).toMatchObject({ error: { code: 'purpose-needed' } });
});

test('opened once it is named with each question, and the log has both ends of it', async () => {
  await signIn();
  const purpose = await open(INCIDENT);
  expect(purpose).toMatchObject({ ...INCIDENT, until: TEST_NOW_UNIX_MS + 8 * HOUR, closedAt: null });
  expect(await play(purpose.id)).toBeNull();
  expect(await play('vụ 12')).toBe('purpose-needed');
  expect(await play(null)).toBe('purpose-needed');
  const playlist = await site.app.inject(
    `/api/v1/cameras/${cameraId}/hls.m3u8?${SPAN}&purpose=${purpose.id}`,
  );
  const uri = /^segments\/\S+$/m.exec(playlist.body)?.[0] ?? '';
  expect((await site.app.inject(`/api/v1/cameras/${cameraId}/${uri}`)).statusCode).toBe(200);
  const exported = await site.app.inject(
    `/api/v1/cameras/${cameraId}/export.mp4?${SPAN}&purpose=${purpose.id}`,
  );
  expect(exported.statusCode).toBe(200);
  expect((await entries('footage.exported')).at(-1)?.detail).toMatchObject({
    purpose: 'Vụ việc số 12/2026: mất xe ở chợ',
    purposeId: purpose.id,
  });
  expect((await list()).purposes.map(({ id }) => id)).toEqual([purpose.id]);
  expect((await close(purpose.id)).json()).toMatchObject({ id: purpose.id, closedAt: TEST_NOW_UNIX_MS });
  expect((await close(purpose.id)).json()).toMatchObject({ error: { code: 'purpose-not-found' } });
  expect(await play(purpose.id)).toBe('purpose-needed');
  const [opened, closed] = [await entries('purpose.opened'), await entries('purpose.closed')];
  expect(opened.at(-1)).toMatchObject({
    actor: 'lan',
    subjectId: purpose.id,
    detail: {
      capacity: 'commander',
      kind: 'incident',
      number: '12/2026',
      untilUnixMs: purpose.until,
      sessionId: asking.signedIn?.sessionId,
    },
  });
  expect(closed.at(-1)).toMatchObject({ actor: 'lan', subjectId: purpose.id });
});

test('an export takes over what the purpose says, or says it in words of its own', async () => {
  await signIn();
  const { id: purposeId } = await open(INCIDENT);
  const ask = async (more: object) => {
    const payload = { cameras: [cameraId], from: START, to: START + 5000, purposeId, ...more };
    const answer = await site.app.inject({ method: 'POST', url: '/api/v1/exports', payload });
    return answer.json<{ purpose: string }>().purpose;
  };
  expect(await ask({})).toBe('Vụ việc số 12/2026: mất xe ở chợ');
  expect(await ask({ purpose: 'gửi công an tỉnh' })).toBe('gửi công an tỉnh');
  expect((await entries('export.created')).at(-1)?.detail).toMatchObject({
    purpose: 'gửi công an tỉnh',
    purposeId,
  });
});

test('it is nobody else’s: not another session’s of the same person, not a script’s', async () => {
  const first = await signIn();
  const { id } = await open(INCIDENT);
  await signIn();
  expect(await play(id)).toBe('purpose-needed');
  expect((await list()).purposes).toEqual([]);
  expect((await close(id)).statusCode).toBe(404);
  // What the person stated is offered again.
  expect((await list()).recent[0]).toEqual(INCIDENT);
  asking = script(createId(site.clock));
  expect(await play(id)).toBe('purpose-needed');
  expect((await list()).recent).toEqual([]);
  asking = first;
  expect(await play(id)).toBeNull();
});

test('scripts, and whoever sits at a machine without accounts, may say words, or nothing', async () => {
  for (const identity of [localIdentity('127.0.0.1'), operatorIdentity(null), script(createId(site.clock))]) {
    asking = identity;
    expect(await play(null)).toBeNull();
    expect(await play('vụ 12')).toBeNull();
    expect(await play('a\u202eb')).toBe('request-invalid');
    const { id } = await open({ kind: 'inspection' });
    expect(await play(id)).toBeNull();
    expect((await close(id)).statusCode).toBe(200);
    expect(await play(id)).toBe('purpose-needed');
  }
});

test('it is over to the millisecond: at its time, and never after the session', async () => {
  await signIn(2 * HOUR);
  const whole = await open(INCIDENT);
  const short = await open({ kind: 'other', text: 'xem lại ca trực', until: TEST_NOW_UNIX_MS + HOUR });
  expect(whole.until).toBe(TEST_NOW_UNIX_MS + 2 * HOUR);
  site.clock.unixMs = TEST_NOW_UNIX_MS + HOUR - 1;
  expect(await play(short.id)).toBeNull();
  site.clock.unixMs += 1;
  expect(await play(short.id)).toBe('purpose-needed');
  expect((await list()).purposes.map(({ id }) => id)).toEqual([whole.id]);
  site.clock.unixMs = whole.until;
  expect(await play(whole.id)).toBe('purpose-needed');
  // A clock that is set back by far does not open it for longer.
  site.clock.unixMs = TEST_NOW_UNIX_MS - HOUR;
  expect(await play(whole.id)).toBe('purpose-needed');
  await site.context.database.stores.sessions.remove(person.id, {});
  site.clock.unixMs = TEST_NOW_UNIX_MS;
  const late = await site.app.inject({ method: 'POST', url: '/api/v1/purposes', payload: INCIDENT });
  expect(late.json()).toMatchObject({ error: { code: 'sign-in-needed' } });
});

test('what makes no sense is refused with its field; twenty are open at most', async () => {
  await signIn();
  const refused: readonly (readonly [object, string])[] = [
    [{ kind: 'incident' }, 'number'],
    [{ kind: 'other', text: ' ' }, 'text'],
    [{ kind: 'curiosity' }, 'kind'],
    [{ kind: 'test', until: TEST_NOW_UNIX_MS }, 'until'],
    [{ kind: 'test', number: '12' }, 'number'],
    [{ kind: 'test', why: 'x' }, 'why'],
  ];
  for (const [payload, field] of refused) {
    const answer = await site.app.inject({ method: 'POST', url: '/api/v1/purposes', payload });
    expect(answer.json()).toMatchObject({ error: { code: 'request-invalid', field } });
  }
  for (let count = 0; count < 20; count += 1) await open({ kind: 'test' });
  const more = await site.app.inject({ method: 'POST', url: '/api/v1/purposes', payload: { kind: 'test' } });
  expect([more.statusCode, more.json()]).toMatchObject([409, { error: { code: 'too-many-purposes' } }]);
  expect((await list()).recent.map(({ kind }) => kind).toSorted()).toEqual(['incident', 'other', 'test']);
});
