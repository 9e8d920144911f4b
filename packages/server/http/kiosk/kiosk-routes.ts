/** Routes of shared screens: what an administrator does about them, what a screen asks itself, and the PINs that open recordings there. */
import type { KioskAnswer, OwnKioskAnswer, PinStateAnswer } from '@matlang/contract';
import { KIOSK_WINDOW_MS, type Kiosk } from '@matlang/domain';
import { COOKIES, cookieHeader, droppedCookie, readCookie } from '../../access/cookies.ts';
import type { Arrival } from '../../access/door.ts';
import type { FreshProof } from '../../access/fresh-proof.ts';
import { type AskingKiosk, type Identity, kioskOf, signedInOf } from '../../access/identity.ts';
import type { KioskUnlocks, OpenUnlock } from '../../access/kiosk-unlocks.ts';
import type { Kiosks } from '../../access/kiosks.ts';
import type { People } from '../../access/people.ts';
import type { PinTries } from '../../access/pin-tries.ts';
import type { PinState, Pins } from '../../access/pins.ts';
import type { CameraService } from '../camera/camera-service.ts';
import type { SomeHandlers } from '../registration/route-types.ts';
import { type SessionAnswerParts, sessionAnswer, visitorOf } from '../session/session-answer.ts';

type KioskRoutes =
  | 'listKiosks'
  | 'addKiosk'
  | 'revokeKiosk'
  | 'pairKiosk'
  | 'getKiosk'
  | 'unlockKiosk'
  | 'keepKioskUnlocked'
  | 'lockKiosk'
  | 'getPin'
  | 'setPin'
  | 'removePin';

/** What the routes work with. */
export interface KioskRouteParts extends SessionAnswerParts {
  readonly kiosks: Kiosks;
  readonly unlocks: KioskUnlocks;
  readonly pinTries: PinTries;
  readonly pins: Pins;
  readonly people: People;
  readonly freshProof: FreshProof;
  readonly cameras: CameraService;
}

/** Handlers over the accounts. */
export function kioskRoutes(parts: KioskRouteParts): SomeHandlers<KioskRoutes> {
  return { ...listRoutes(parts), ...screenRoutes(parts), ...pinRoutes(parts) };
}

function listRoutes(
  parts: KioskRouteParts,
): SomeHandlers<'listKiosks' | 'addKiosk' | 'revokeKiosk' | 'pairKiosk'> {
  const { kiosks, people, identities, freshProof, cameras } = parts;
  return {
    listKiosks: async () => ({
      status: 200,
      body: { kiosks: await Promise.all((await kiosks.list()).map((kiosk) => kioskAnswer(parts, kiosk))) },
    }),
    addKiosk: async ({ body: { name, cameras: cameraIds }, identity, requester }) => {
      freshProof.require(signedInOf(identity));
      for (const cameraId of cameraIds ?? []) await cameras.get(cameraId);
      const { kiosk, code } = await kiosks.add({ name, cameraIds }, requester);
      return { status: 201, body: { kiosk: await kioskAnswer(parts, kiosk), code } };
    },
    // Needs no proof: what was lost or stolen is revoked at once.
    revokeKiosk: async ({ params, requester }) => ({
      status: 200,
      body: await kioskAnswer(parts, await kiosks.revoke(params.id, requester)),
    }),
    pairKiosk: async ({ body, identity: { signedIn, requester }, arrival }) => {
      const { token } = await kiosks.pair(body.code, visitorOf(arrival));
      // Whoever typed the code was signed in here: nobody is at a shared screen.
      if (signedIn !== null)
        await people.endSessions(signedIn.person.id, { id: signedIn.sessionId }, requester);
      const { secure } = arrival.entrance;
      const headers = {
        ...arrival.headers,
        cookie: nameAndValue(cookieHeader(COOKIES.kiosk, token, secure)),
      };
      const paired = await identities.identify({ ...arrival, headers });
      return {
        status: 200,
        body: await sessionAnswer(parts, arrival, paired, null),
        headers: {
          // Nothing of what a person looked at here before.
          'clear-site-data': '"cache"',
          'set-cookie': [
            cookieHeader(COOKIES.kiosk, token, secure),
            ...[COOKIES.session, COOKIES.pending, COOKIES.device, COOKIES.unlock].map((name) =>
              droppedCookie(name, secure),
            ),
          ],
        },
      };
    },
  };
}

function screenRoutes(
  parts: KioskRouteParts,
): SomeHandlers<'getKiosk' | 'unlockKiosk' | 'keepKioskUnlocked' | 'lockKiosk'> {
  const { unlocks } = parts;
  return {
    getKiosk: async ({ identity, arrival }) => ({
      status: 200,
      body: await ownKioskAnswer(parts, identity),
      headers: { 'set-cookie': keptCookie(arrival) },
    }),
    unlockKiosk: async ({ body, identity, arrival }) => {
      const { token, unlock } = await unlocks.open(kioskOf(identity), body, arrival.address);
      return {
        status: 200,
        body: await ownKioskAnswer(parts, identity, unlock),
        headers: { 'set-cookie': [cookieHeader(COOKIES.unlock, token, arrival.entrance.secure)] },
      };
    },
    keepKioskUnlocked: async ({ identity }) => {
      const { unlock } = kioskOf(identity);
      if (unlock !== null) unlocks.touch(unlock);
      return { status: 200, body: await ownKioskAnswer(parts, identity) };
    },
    lockKiosk: async ({ identity, arrival }) => {
      const { unlock } = kioskOf(identity);
      if (unlock !== null) await unlocks.lock(unlock);
      return {
        status: 200,
        body: await ownKioskAnswer(parts, identity, null),
        headers: { 'set-cookie': [droppedCookie(COOKIES.unlock, arrival.entrance.secure)] },
      };
    },
  };
}

function pinRoutes({ pins, freshProof }: KioskRouteParts): SomeHandlers<'getPin' | 'setPin' | 'removePin'> {
  return {
    getPin: async ({ identity }) => ({
      status: 200,
      body: pinAnswer(await pins.stateOf(signedInOf(identity).person.id)),
    }),
    setPin: async ({ body, identity }) => {
      const { person } = freshProof.require(signedInOf(identity));
      return { status: 200, body: pinAnswer(await pins.set(person, body.pin, identity.requester)) };
    },
    removePin: async ({ identity }) => {
      const { person } = signedInOf(identity);
      return { status: 200, body: pinAnswer(await pins.remove(person, identity.requester)) };
    },
  };
}

const pinAnswer = ({ changedUnixMs, locked }: PinState): PinStateAnswer => ({
  changedAt: changedUnixMs,
  locked,
});

async function kioskAnswer(
  { context, pinTries, unlocks }: KioskRouteParts,
  kiosk: Kiosk,
): Promise<KioskAnswer> {
  const { id, name, cameraIds, pairedUnixMs, codeEndsUnixMs, revokedUnixMs } = kiosk;
  const waits = context.clock.nowUnixMs() < codeEndsUnixMs;
  return {
    id,
    name,
    cameras: cameraIds === null ? null : [...cameraIds],
    state:
      revokedUnixMs !== null ? 'revoked' : pairedUnixMs !== null ? 'paired' : waits ? 'waiting' : 'code-over',
    createdBy: kiosk.createdBy,
    createdAt: kiosk.createdUnixMs,
    codeEndsAt: codeEndsUnixMs,
    pairedAt: pairedUnixMs,
    seenAt: kiosk.seenUnixMs,
    address: kiosk.address,
    revokedAt: revokedUnixMs,
    pinsWaitUntil: await pinTries.kioskWaitsUntil(id),
    unlockedBy: unlocks.openAt(id)?.person.name ?? null,
  };
}

/** @param opened as of now, where it changed with this request */
async function ownKioskAnswer(
  { unlocks, cameras }: KioskRouteParts,
  identity: Identity,
  opened?: OpenUnlock | null,
): Promise<OwnKioskAnswer> {
  const kiosk = kioskOf(identity);
  const all = (await cameras.list(false)).filter(({ id, enabled }) => enabled && shows(kiosk, id));
  const unlock = opened === undefined ? openOf(unlocks, kiosk) : opened;
  const recorded = unlock === null ? new Set<string>() : unlocks.camerasOf(unlock);
  return {
    name: kiosk.name,
    cameras: all.map(({ id, name, subUrl, live }) => ({
      id,
      name,
      hasSub: subUrl !== null,
      live: { ...live },
    })),
    windowMs: KIOSK_WINDOW_MS,
    people: (await unlocks.peopleOf(kiosk)).map(({ id, name }) => ({ id, name })),
    unlocked:
      unlock === null
        ? null
        : {
            person: unlock.person.name,
            purpose: unlock.purpose,
            purposeId: unlock.purposeId,
            cameras: all.map(({ id }) => id).filter((id) => recorded?.has(id) ?? true),
            ...unlocks.timesOf(unlock),
          },
  };
}

/** In this browser: another one with the same cookie of the screen has not shown the PIN. */
function openOf(unlocks: KioskUnlocks, { id, unlock }: AskingKiosk): OpenUnlock | null {
  const open = unlocks.openAt(id);
  return open !== null && open.id === unlock?.id ? open : null;
}

const shows = ({ cameraIds }: AskingKiosk, cameraId: string): boolean =>
  cameraIds?.includes(cameraId) ?? true;

const nameAndValue = (line: string): string => line.slice(0, line.indexOf(';'));

/** While a screen is in use its browser does not forget it. */
function keptCookie({ headers, entrance: { secure } }: Arrival): string[] {
  const token = readCookie(headers, COOKIES.kiosk, secure);
  return token === null ? [] : [cookieHeader(COOKIES.kiosk, token, secure)];
}
