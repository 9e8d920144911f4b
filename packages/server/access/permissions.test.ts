/** Every route, asked in every role, for a camera of one's own and for one that is not: generated from the contract's table. */
import { NETWORK_DEFAULTS, ROUTE_NAMES, ROUTES, type RouteName, type RouteShape } from '@matlang/contract';
import {
  BUILT_IN_ROLES,
  KIOSK_WINDOW_MS,
  PERMISSIONS,
  type Permission,
  type Person,
  Rights,
} from '@matlang/domain';
import type { InjectOptions } from 'fastify';
import { beforeAll, describe, expect, test } from 'vitest';
import { createId } from '../site/site-context.ts';
import { openTestSite, TEST_NOW_UNIX_MS, type TestSite } from '../site-for-tests.ts';
import { type Identity, kioskIdentity, localIdentity } from './identity.ts';

/** What a request is about: a camera, and things of it. */
interface Things {
  readonly cameraId: string;
  readonly holdId: string;
  readonly bookmarkId: string;
  readonly exportId: string;
}

const FROM = TEST_NOW_UNIX_MS - 600_000;
const TO = FROM + 60_000;
const SPAN = `from=${FROM}&to=${TO}`;
/** Opened by the session in which every role asks. */
let purposeId = '';
const forPurpose = (): string => `purpose=${purposeId === '' ? 'unstated' : purposeId}`;
const post = (url: string, payload: object): InjectOptions => ({ method: 'POST', url, payload });

const SHOWN_PASSKEY = {
  id: 'x',
  clientDataJson: 'x',
  authenticatorData: 'x',
  signature: 'x',
  userHandle: null,
};

/** A lawful request of each route; a new route without one does not compile. */
const REQUESTS: Readonly<Record<RouteName, (things: Things) => InjectOptions>> = {
  listCameras: () => ({ url: '/api/v1/cameras?removed=true' }),
  addCamera: () => post('/api/v1/cameras', { name: 'x', main: { url: 'rtsp://h/1' } }),
  probeCamera: () => post('/api/v1/cameras/probe', { url: 'rtsp://127.0.0.1:1/1' }),
  trySimulatedCameras: () => post('/api/v1/simulated-cameras', {}),
  getCamera: ({ cameraId }) => ({ url: `/api/v1/cameras/${cameraId}` }),
  changeCamera: ({ cameraId }) => ({
    method: 'PATCH',
    url: `/api/v1/cameras/${cameraId}`,
    payload: { retentionDays: 9 },
  }),
  removeCamera: ({ cameraId }) => ({ method: 'DELETE', url: `/api/v1/cameras/${cameraId}?footage=keep` }),
  getCameraTimeline: ({ cameraId }) => ({ url: `/api/v1/cameras/${cameraId}/timeline?${SPAN}` }),
  getTimeline: ({ cameraId }) => ({ url: `/api/v1/timeline?cameras=${cameraId}&${SPAN}` }),
  getHlsPlaylist: ({ cameraId }) => ({ url: `/api/v1/cameras/${cameraId}/hls.m3u8?${SPAN}&${forPurpose()}` }),
  playFootage: ({ cameraId }) => ({ url: `/api/v1/cameras/${cameraId}/play?${SPAN}&${forPurpose()}` }),
  getStill: ({ cameraId }) => ({
    url: `/api/v1/cameras/${cameraId}/still.jpg?at=${FROM}&${forPurpose()}`,
  }),
  getLastPicture: ({ cameraId }) => ({ url: `/api/v1/cameras/${cameraId}/last.jpg` }),
  getStills: ({ cameraId }) => ({ url: `/api/v1/cameras/${cameraId}/stills?${SPAN}&${forPurpose()}` }),
  getSegment: ({ cameraId }) => ({
    url: `/api/v1/cameras/${cameraId}/segments/default/main/1.mp4?${forPurpose()}`,
  }),
  getExportFile: ({ cameraId }) => ({
    url: `/api/v1/cameras/${cameraId}/export.mp4?${SPAN}&${forPurpose()}`,
  }),
  listExports: () => ({ url: '/api/v1/exports' }),
  estimateExport: ({ cameraId }) => ({ url: `/api/v1/exports/estimate?cameras=${cameraId}&${SPAN}` }),
  createExport: ({ cameraId }) =>
    post('/api/v1/exports', { cameras: [cameraId], from: FROM, to: TO, purposeId }),
  getExport: ({ exportId }) => ({ url: `/api/v1/exports/${exportId}` }),
  cancelExport: ({ exportId }) => ({ method: 'DELETE', url: `/api/v1/exports/${exportId}` }),
  getExportPart: ({ exportId }) => ({ url: `/api/v1/exports/${exportId}/files/0` }),
  getExportZip: ({ exportId }) => ({ url: `/api/v1/exports/${exportId}/archive.zip` }),
  listPurposes: () => ({ url: '/api/v1/purposes' }),
  openPurpose: () => post('/api/v1/purposes', { kind: 'test' }),
  closePurpose: ({ holdId }) => ({ method: 'DELETE', url: `/api/v1/purposes/${holdId}` }),
  listHolds: () => ({ url: '/api/v1/holds?lifted=true' }),
  placeHold: ({ cameraId }) =>
    post('/api/v1/holds', {
      cameraId,
      from: FROM,
      to: TO,
      reason: 'vụ 12',
      owner: 'Lan',
      reviewAt: TEST_NOW_UNIX_MS + 86_400_000,
    }),
  liftHold: ({ holdId }) => ({ method: 'DELETE', url: `/api/v1/holds/${holdId}` }),
  listBookmarks: () => ({ url: '/api/v1/bookmarks' }),
  addBookmark: ({ cameraId }) => post('/api/v1/bookmarks', { cameraId, from: FROM, title: 'x' }),
  changeBookmark: ({ bookmarkId }) => ({
    method: 'PATCH',
    url: `/api/v1/bookmarks/${bookmarkId}`,
    payload: { title: 'y' },
  }),
  removeBookmark: ({ bookmarkId }) => ({ method: 'DELETE', url: `/api/v1/bookmarks/${bookmarkId}` }),
  getStorage: () => ({ url: '/api/v1/storage' }),
  getSession: () => ({ url: '/api/v1/session' }),
  signIn: () => post('/api/v1/session', { userName: 'nobody.here', password: 'x' }),
  confirmSignIn: () => post('/api/v1/session/second-factor', { code: '000000' }),
  signOut: () => ({ method: 'DELETE', url: '/api/v1/session' }),
  setUpSite: () => post('/api/v1/setup', { userName: 'lan', name: 'Lan', password: 'x' }),
  acceptInvitation: () => post('/api/v1/invitation', { invitation: 'x', password: 'x' }),
  listSessions: () => ({ url: '/api/v1/sessions' }),
  endSession: ({ holdId }) => ({ method: 'DELETE', url: `/api/v1/sessions/${holdId}` }),
  endOtherSessions: () => ({ method: 'DELETE', url: '/api/v1/sessions' }),
  changePassword: () => post('/api/v1/password', { current: 'x', password: 'y' }),
  proposeSecondFactor: () => post('/api/v1/second-factor', {}),
  confirmSecondFactor: () => post('/api/v1/second-factor/confirm', { code: '000000' }),
  askForPasskey: () => post('/api/v1/session/passkey/challenge', { for: 'sign-in' }),
  signInByPasskey: () => post('/api/v1/session/passkey', { passkey: SHOWN_PASSKEY }),
  proveAgain: () => post('/api/v1/session/proof', { password: 'x' }),
  listPasskeys: () => ({ url: '/api/v1/passkeys' }),
  proposePasskey: () => post('/api/v1/passkeys/challenge', {}),
  addPasskey: () =>
    post('/api/v1/passkeys', {
      name: 'x',
      passkey: { id: 'x', clientDataJson: 'x', attestationObject: 'x', transports: [] },
    }),
  removePasskey: ({ holdId }) => ({ method: 'DELETE', url: `/api/v1/passkeys/${holdId}` }),
  getRecoverySheet: () => ({ url: '/api/v1/recovery-sheet' }),
  makeRecoverySheet: () => post('/api/v1/recovery-sheet', {}),
  handOver: ({ holdId }) => post('/api/v1/handover', { personId: holdId }),
  recover: () => post('/api/v1/recovery', { userName: 'lan', code: 'x', password: 'x' }),
  listPeople: () => ({ url: '/api/v1/people' }),
  addPerson: () => post('/api/v1/people', { userName: 'x', name: 'x' }),
  changePerson: ({ holdId }) => ({
    method: 'PATCH',
    url: `/api/v1/people/${holdId}`,
    payload: { name: 'x' },
  }),
  invitePerson: ({ holdId }) => post(`/api/v1/people/${holdId}/invitation`, {}),
  listRoles: () => ({ url: '/api/v1/roles' }),
  addCapacity: ({ holdId }) => post(`/api/v1/people/${holdId}/capacities`, { capacity: 'police' }),
  endCapacity: ({ holdId }) => ({ method: 'DELETE', url: `/api/v1/people/${holdId}/capacities/${holdId}` }),
  makeRole: () => post('/api/v1/roles', { name: 'x', permissions: ['live.view'] }),
  changeRole: ({ holdId }) => ({
    method: 'PUT',
    url: `/api/v1/roles/${holdId}`,
    payload: { name: 'x', permissions: ['live.view'] },
  }),
  removeRole: ({ holdId }) => ({ method: 'DELETE', url: `/api/v1/roles/${holdId}` }),
  addGrant: ({ holdId }) => post(`/api/v1/people/${holdId}/grants`, { role: 'officer' }),
  endGrant: ({ holdId }) => ({ method: 'DELETE', url: `/api/v1/people/${holdId}/grants/${holdId}` }),
  readAudit: () => ({ url: '/api/v1/audit' }),
  exportAudit: () => ({ url: '/api/v1/audit/export?format=csv' }),
  getAuditHead: () => ({ url: '/api/v1/audit/head' }),
  proveAuditEntries: () => ({ url: '/api/v1/audit/proof?seq=1&size=1' }),
  proveAuditGrowth: () => ({ url: '/api/v1/audit/consistency?old=1&size=1' }),
  listTokens: () => ({ url: '/api/v1/tokens' }),
  addToken: () => post('/api/v1/tokens', { name: 'x', permissions: ['status.read'] }),
  listKiosks: () => ({ url: '/api/v1/kiosks' }),
  addKiosk: () => post('/api/v1/kiosks', { name: 'x' }),
  revokeKiosk: ({ holdId }) => ({ method: 'DELETE', url: `/api/v1/kiosks/${holdId}` }),
  pairKiosk: () => post('/api/v1/kiosk/pairing', { code: 'x' }),
  getKiosk: () => ({ url: '/api/v1/kiosk' }),
  unlockKiosk: ({ holdId }) =>
    post('/api/v1/kiosk/unlock', { personId: holdId, pin: '482735', kind: 'incident', number: '12/2026' }),
  keepKioskUnlocked: () => post('/api/v1/kiosk/unlock/input', {}),
  lockKiosk: () => ({ method: 'DELETE', url: '/api/v1/kiosk/unlock' }),
  getPin: () => ({ url: '/api/v1/pin' }),
  setPin: () => ({ method: 'PUT', url: '/api/v1/pin', payload: { pin: '482735' } }),
  removePin: () => ({ method: 'DELETE', url: '/api/v1/pin' }),
  revokeToken: ({ holdId }) => ({ method: 'DELETE', url: `/api/v1/tokens/${holdId}` }),
  getNetworkSettings: () => ({ url: '/api/v1/settings/network' }),
  changeNetworkSettings: () => ({
    method: 'PUT',
    url: '/api/v1/settings/network',
    payload: { ...NETWORK_DEFAULTS, names: ['camera.lan'] },
  }),
  getSiteSettings: () => ({ url: '/api/v1/settings/site' }),
  changeSiteSettings: () => ({
    method: 'PUT',
    url: '/api/v1/settings/site',
    payload: { name: 'Xã Tân Lập', area: '' },
  }),
  getHeadDelivery: () => ({ url: '/api/v1/settings/audit-heads' }),
  changeHeadDelivery: () => ({
    method: 'PUT',
    url: '/api/v1/settings/audit-heads',
    payload: { folder: null, webhook: null },
  }),
  sendHeads: () => post('/api/v1/settings/audit-heads/delivery', {}),
  getMachine: () => ({ url: '/api/v1/settings/machine' }),
  getBackups: () => ({ url: '/api/v1/settings/backups' }),
  changeBackups: () => ({
    method: 'PUT',
    url: '/api/v1/settings/backups',
    payload: { every: 'never', directory: null },
  }),
  makeBackup: () => post('/api/v1/backups', {}),
  rotateSiteKey: () => post('/api/v1/keys/rotation', {}),
  getTrustPage: () => ({ url: '/trust' }),
  getTrustCertificate: () => ({ url: '/trust/matlang.crt' }),
  listJobs: () => ({ url: '/api/v1/jobs' }),
  getStatus: () => ({ url: '/api/v1/status' }),
  getMetrics: () => ({ url: '/metrics' }),
  getMetricsV1: () => ({ url: '/api/v1/metrics' }),
  getOpenApi: () => ({ url: '/api/v1/openapi.json' }),
  getPage: () => ({ url: '/' }),
  getStatusPage: () => ({ url: '/status' }),
  getHealth: () => ({ url: '/healthz' }),
  getHealthV1: () => ({ url: '/api/v1/healthz' }),
};

/** What takes things away comes last. */
const LAST: ReadonlySet<RouteName> = new Set([
  'cancelExport',
  'liftHold',
  'removeBookmark',
  'removeCamera',
  'signOut',
]);
const IN_ORDER = [...ROUTE_NAMES.filter((name) => !LAST.has(name)), ...LAST];

const NOT_THERE = /^(camera|hold|bookmark|export)-not-found$/;
const DOOR_CODES: ReadonlySet<string> = new Set(['sign-in-needed', 'not-permitted']);

let site: TestSite;
let person: Person = {
  id: '',
  siteId: '',
  userName: 'tester',
  name: 'Tester',
  position: '',
  createdUnixMs: 0,
  endedUnixMs: null,
};
/** Whoever asks next; null: nobody that is known. */
let asking: Identity | null = localIdentity('127.0.0.1');

beforeAll(async () => {
  const cleanUps: (() => Promise<void>)[] = [];
  site = await openTestSite({
    onTestFinished: (cleanUp) => void cleanUps.unshift(cleanUp),
    withRecorder: false,
    identify: async () => asking,
  });
  person = { ...person, id: createId(site.clock), siteId: site.context.siteId };
  await site.context.database.stores.people.insert(person);
  await openSession();
  asking = identityOf('officer', null);
  const opened = await site.app.inject(post('/api/v1/purposes', { kind: 'incident', number: '12/2026' }));
  purposeId = opened.json<{ id: string }>().id;
  return async () => {
    for (const cleanUp of cleanUps) await cleanUp();
  };
});

/** Those of the program, and some as a site may make them. */
const ROLES: Readonly<Record<string, readonly Permission[]>> = {
  ...BUILT_IN_ROLES,
  'own role: watches': ['live.view'],
  'own role: reviews and keeps': ['footage.view', 'holds.read', 'holds.manage'],
  'own role: people and settings': ['people.manage', 'settings.manage', 'status.read'],
};
const permissionsOf = (role: string): readonly Permission[] => ROLES[role] ?? [];

const identityOf = (role: string, cameraIds: readonly string[] | null): Identity => ({
  kind: 'session',
  signedIn: { person, sessionId: person.id, secondFactor: 'none', provedUnixMs: TEST_NOW_UNIX_MS },
  requester: { actor: `test ${role}`, address: '127.0.0.1' },
  rights: Rights.of(
    [{ roleId: role, cameraIds, fromUnixMs: 0, untilUnixMs: null }],
    new Map([[role, { permissions: permissionsOf(role) }]]),
  ),
});

/** The one of `identityOf`: signing out ended it. */
async function openSession(): Promise<void> {
  const { sessions } = site.context.database.stores;
  await sessions.remove(person.id, {});
  const session = {
    id: person.id,
    personId: person.id,
    factors: 'password+code',
    createdUnixMs: TEST_NOW_UNIX_MS,
    seenUnixMs: TEST_NOW_UNIX_MS,
    expiresUnixMs: TEST_NOW_UNIX_MS + 86_400_000,
    address: null,
    device: '',
    provedUnixMs: TEST_NOW_UNIX_MS,
  };
  await sessions.insert(session, 'digest');
}

/** A camera with a hold, a bookmark and an export. */
async function makeThings(): Promise<Things> {
  asking = localIdentity('127.0.0.1');
  await openSession();
  const camera = await site.app.inject(
    REQUESTS.addCamera({ cameraId: '', holdId: '', bookmarkId: '', exportId: '' }),
  );
  const { siteId, database, clock } = site.context;
  const things = {
    cameraId: camera.json<{ id: string }>().id,
    holdId: createId(clock),
    bookmarkId: createId(clock),
    exportId: createId(clock),
  };
  const { cameraId } = things;
  const span = { siteId, startUnixMs: FROM, endUnixMs: TO, createdUnixMs: FROM };
  await database.transaction(async ({ holds, bookmarks, exports }) => {
    const owned = { reason: 'x', owner: 'y', reviewUnixMs: TO, state: 'held', liftedUnixMs: null } as const;
    await holds.insert({ ...span, ...owned, id: things.holdId, cameraId });
    const named = { title: 'x', note: '', createdBy: 'z', changedUnixMs: FROM };
    await bookmarks.insert({ ...span, ...named, id: things.bookmarkId, cameraId });
    await exports.insert({
      ...span,
      id: things.exportId,
      cameraIds: [cameraId],
      stream: 'main',
      withAudio: false,
      purpose: 'unstated',
      requestedBy: 'z',
      state: 'ready',
      expiresUnixMs: TEST_NOW_UNIX_MS + 86_400_000,
      failure: null,
      totalBytes: 1,
      files: [{ cameraId, fileName: 'x.mp4', sizeBytes: 1, etag: 'x', spans: [], gaps: [] }],
    });
  });
  return things;
}

interface Answer {
  readonly status: number;
  /** Of an error. */
  readonly code: string | null;
  readonly text: string;
}

async function ask(name: RouteName, things: Things): Promise<Answer> {
  const answer = await site.app.inject(REQUESTS[name](things));
  const code = answer.statusCode < 400 ? null : answer.json<{ error: { code: string } }>().error.code;
  return { status: answer.statusCode, code, text: answer.body };
}

/** Let in: whatever else is wrong with the request, it is not who asks. */
const expectIn = ({ code }: Answer, about: string): void => {
  expect(code === null || !(DOOR_CODES.has(code) || NOT_THERE.test(code)), `${about}: ${code}`).toBe(true);
};

const isOpen = ({ permission }: RouteShape): boolean => permission === 'public' || permission === 'signed-in';
const hasPermission = (role: string, { permission }: RouteShape): boolean =>
  isOpen({ ...ROUTES.getHealth, permission }) || permissionsOf(role).some((one) => one === permission);

/** What no role gives: it is a shared screen's. */
const isScreens = ({ permission }: RouteShape): boolean => permission === 'kiosk';

test('whoever is not known gets nothing but what is public', async () => {
  const things = await makeThings();
  asking = null;
  for (const name of IN_ORDER) {
    const route: RouteShape = ROUTES[name];
    const answer = await ask(name, things);
    if (route.permission === 'public') expectIn(answer, name);
    else expect([answer.status, answer.code], name).toEqual([401, 'sign-in-needed']);
  }
});

describe.each(Object.keys(ROLES))('%s', (role) => {
  test('of the whole site: what the role may, and nothing else', async () => {
    const things = await makeThings();
    asking = identityOf(role, null);
    for (const name of IN_ORDER) {
      const answer = await ask(name, things);
      if (hasPermission(role, ROUTES[name])) expectIn(answer, name);
      else expect([answer.status, answer.code], name).toEqual([403, 'not-permitted']);
    }
  });

  test('of one camera: that one, and no other is so much as named', async () => {
    const [own, foreign] = [await makeThings(), await makeThings()];
    asking = identityOf(role, [own.cameraId]);
    for (const name of IN_ORDER) {
      const route: RouteShape = ROUTES[name];
      const answers = { own: await ask(name, own), foreign: await ask(name, foreign) };
      for (const answer of Object.values(answers))
        expect(
          foreignIds(foreign).filter((id) => answer.text.includes(id)),
          name,
        ).toEqual([]);
      if (!hasPermission(role, route) || (route.subject === 'site' && !isOpen(route))) {
        expect(answers.foreign.code, name).toBe('not-permitted');
        expect(answers.own.code, name).toBe('not-permitted');
        continue;
      }
      expectIn(answers.own, name);
      if (route.subject === 'held' || typeof route.subject === 'object')
        expect([answers.foreign.status, answers.foreign.code], name).toEqual([
          404,
          expect.stringMatching(NOT_THERE),
        ]);
    }
  });
});

const foreignIds = ({ cameraId, holdId, bookmarkId, exportId }: Things): readonly string[] => [
  cameraId,
  holdId,
  bookmarkId,
  exportId,
];

describe('a shared screen', () => {
  const kioskOf = (cameraId: string, unlocked: boolean): Identity => {
    const over = new AbortController().signal;
    const unlock = { id: person.id, person, over };
    const kiosk = {
      id: person.id,
      name: 'Trực ban',
      cameraIds: [cameraId],
      revoked: over,
      unlock: unlocked ? unlock : null,
      earliestUnixMs: site.clock.unixMs - KIOSK_WINDOW_MS,
    };
    // Whoever opens recordings there may do anything elsewhere.
    const rights = Rights.all(PERMISSIONS, 'administrator');
    return kioskIdentity(kiosk, unlocked ? rights : null, '127.0.0.1');
  };

  test.each(['locked', 'unlocked'] as const)(
    '%s: what the contract names for it, of its own cameras, and nothing else',
    async (state) => {
      const [own, foreign] = [await makeThings(), await makeThings()];
      asking = kioskOf(own.cameraId, state === 'unlocked');
      const seen: string[] = [];
      for (const name of IN_ORDER) {
        const route: RouteShape = ROUTES[name];
        const answers = { own: await ask(name, own), foreign: await ask(name, foreign) };
        for (const { text } of Object.values(answers))
          expect(
            foreignIds(foreign).filter((id) => text.includes(id)),
            name,
          ).toEqual([]);
        const may = route.kiosk === 'live' || (route.kiosk === 'recent' && state === 'unlocked');
        if (route.permission === 'public') {
          if (route.method === 'GET') expectIn(answers.own, name);
          else expect(answers.own.code, name).toBe('kiosk-no-account');
        } else if (isScreens(route)) expectIn(answers.own, name);
        else if (may) {
          seen.push(name);
          expectIn(answers.own, name);
          expect([answers.foreign.status, answers.foreign.code], name).toEqual([404, 'camera-not-found']);
        } else {
          expect([answers.own.status, answers.own.code], name).toEqual([403, 'not-permitted']);
          expect(answers.foreign.code, name).toBe('not-permitted');
        }
      }
      expect(seen).toHaveLength(state === 'unlocked' ? 6 : 1);
    },
  );

  test('unlocked: no route gives anything older than half an hour', async () => {
    const things = await makeThings();
    asking = kioskOf(things.cameraId, true);
    const edge = site.clock.unixMs - KIOSK_WINDOW_MS;
    const at = async (name: RouteName, unixMs: number) => {
      const request = REQUESTS[name](things);
      const url = (typeof request.url === 'string' ? request.url : '')
        .replace(/(from|at)=\d+/, `$1=${unixMs}`)
        .replace(/to=\d+/, `to=${unixMs + 60_000}`);
      return (await site.app.inject({ ...request, url })).json<{ error?: { code: string } }>().error?.code;
    };
    const recent = ROUTE_NAMES.filter((name) => {
      const route: RouteShape = ROUTES[name];
      return route.kiosk === 'recent';
    });
    for (const name of recent) {
      expect(await at(name, edge - 1), name).toBe('kiosk-window');
      expect(await at(name, 0), name).toBe('kiosk-window');
    }
    expect(recent).toHaveLength(5);
    expect(await at('getTimeline', edge)).toBeUndefined();
    // Let in: there is nobody here who makes pictures.
    expect(await at('getStill', edge)).toBe('analyst-unreachable');
  });
});

test('a period is kept to the millisecond', async () => {
  const things = await makeThings();
  const identity = identityOf('officer', [things.cameraId]);
  const until = site.clock.unixMs + 1000;
  asking = {
    ...identity,
    rights: Rights.of(
      [
        {
          roleId: 'officer',
          cameraIds: [things.cameraId],
          fromUnixMs: site.clock.unixMs,
          untilUnixMs: until,
        },
      ],
      new Map([['officer', { permissions: BUILT_IN_ROLES.officer }]]),
    ),
  };
  expectIn(await ask('getCamera', things), 'in its period');
  site.clock.unixMs = until - 1;
  expectIn(await ask('getCamera', things), 'its last millisecond');
  site.clock.unixMs = until;
  expect((await ask('getCamera', things)).code).toBe('not-permitted');
});
