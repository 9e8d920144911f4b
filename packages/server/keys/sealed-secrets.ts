/** All that is sealed with the site's key: who adds a secret at rest adds it here, or a rotation would lose it (a test looks for its column). */
import type { Camera } from '@matlang/domain';
import { KeyError, type SiteKeys } from '@matlang/keys';
import { cameraAddressContext, cameraPasswordContext } from '@matlang/link';
import { secondFactorContext } from '../access/second-factors.ts';
import { backupPassphraseContext } from '../backup/backups.ts';
import type { Stores } from '../store/site-database.ts';

/** How many rows were sealed anew (the one passphrase of backups is not counted), and how many secrets open with neither key. */
export interface Resealed {
  readonly cameras: number;
  readonly secondFactors: number;
  readonly unreadable: number;
}

/** Seals everything with the next key that is not yet, removed cameras' too. Within the transaction of the stores. */
export async function resealAll(stores: Stores, siteId: string, keys: SiteKeys): Promise<Resealed> {
  let unreadable = 0;
  const reseal = (sealed: string | null, context: string): string | null => {
    try {
      return sealed === null ? null : keys.reseal(sealed, context);
    } catch (error) {
      if (!(error instanceof KeyError)) throw error;
      unreadable += 1;
      return null;
    }
  };
  let cameras = 0;
  for (const camera of await stores.cameras.list(siteId, { withRemoved: true })) {
    const password = reseal(camera.sealedPassword, cameraPasswordContext(camera.id));
    const main = reseal(camera.sealedMainUrl, cameraAddressContext(camera.id, 'main'));
    const sub = reseal(camera.sealedSubUrl, cameraAddressContext(camera.id, 'sub'));
    if (password === null && main === null && sub === null) continue;
    await stores.cameras.reseal(siteId, camera.id, {
      sealedPassword: password ?? camera.sealedPassword,
      sealedMainUrl: main ?? camera.sealedMainUrl,
      sealedSubUrl: sub ?? camera.sealedSubUrl,
    });
    cameras += 1;
  }
  let secondFactors = 0;
  for (const { personId, sealedSecret } of await stores.credentials.sealedSecrets()) {
    const sealed = reseal(sealedSecret, secondFactorContext(personId));
    if (sealed === null) continue;
    await stores.credentials.resealSecondFactor(personId, sealed);
    secondFactors += 1;
  }
  const { sealedPassphrase } = await stores.backups.find(siteId);
  const passphrase = reseal(sealedPassphrase, backupPassphraseContext(siteId));
  if (passphrase !== null) await stores.backups.reseal(siteId, passphrase);
  return { cameras, secondFactors, unreadable };
}

/** Whether any secret is sealed with the next key: then that key must not go. */
export async function isNextKeyUsed(stores: Stores, siteId: string, keys: SiteKeys): Promise<boolean> {
  const cameras = await stores.cameras.list(siteId, { withRemoved: true });
  const factors = await stores.credentials.sealedSecrets();
  const { sealedPassphrase } = await stores.backups.find(siteId);
  return (
    isSealedWithNext(keys, sealedPassphrase, backupPassphraseContext(siteId)) ||
    cameras.flatMap(textsOf).some(([sealed, context]) => isSealedWithNext(keys, sealed, context)) ||
    factors.some(({ personId, sealedSecret }) =>
      isSealedWithNext(keys, sealedSecret, secondFactorContext(personId)),
    )
  );
}

function textsOf({ id, sealedPassword, sealedMainUrl, sealedSubUrl }: Camera) {
  return [
    [sealedPassword, cameraPasswordContext(id)],
    [sealedMainUrl, cameraAddressContext(id, 'main')],
    [sealedSubUrl, cameraAddressContext(id, 'sub')],
  ] as const;
}

function isSealedWithNext(keys: SiteKeys, sealed: string | null, context: string): boolean {
  try {
    return sealed !== null && keys.reseal(sealed, context) === null;
  } catch {
    return false;
  }
}
