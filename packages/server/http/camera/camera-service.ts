/** Cameras: added, changed, removed; each change is in the audit log and in what the recorder is told. */
import {
  type Camera,
  type CameraChange,
  type CameraDraft,
  type CameraSettings,
  checkCameraChange,
  checkNewCamera,
  hideAddressSecrets,
} from '@matlang/domain';
import type { SiteKeys } from '@matlang/keys';
import { cameraAddressContext, cameraPasswordContext, MAX_CAMERAS } from '@matlang/link';
import { ApiError, lawful } from '../../answer/api-error.ts';
import type { SiteChanges } from '../../configuration/site-changes.ts';
import type { FootageDeletions } from '../../jobs/footage-deletions.ts';
import { createId, type Requester, SERVER_REQUESTER, type SiteContext } from '../../site/site-context.ts';
import type { FootageDeletion } from '../../store/sql-footage-deletion-store.ts';

/** `keys` seal passwords, and addresses that carry a secret, before they reach a row. */
export interface CameraServiceParts {
  readonly context: SiteContext;
  readonly changes: SiteChanges;
  readonly keys: SiteKeys;
  readonly deletions: FootageDeletions;
}

/** All that can be done with cameras. Refusals are ApiErrors; nothing is changed then. */
export class CameraService {
  readonly #parts: CameraServiceParts;

  constructor(parts: CameraServiceParts) {
    this.#parts = parts;
  }

  async list(withRemoved: boolean): Promise<readonly Camera[]> {
    const { database, siteId } = this.#parts.context;
    return await database.stores.cameras.list(siteId, { withRemoved });
  }

  /** Also a removed one, whose footage may still be there. @throws ApiError `camera-not-found` */
  async get(id: string): Promise<Camera> {
    const { database, siteId } = this.#parts.context;
    const camera = await database.stores.cameras.find(siteId, id);
    if (camera === null) throw new ApiError('camera-not-found');
    return camera;
  }

  async add(draft: CameraDraft, volumeId: string | undefined, requester: Requester): Promise<Camera> {
    const { context, changes } = this.#parts;
    const { settings, password, addresses } = lawful(checkNewCamera(draft));
    const id = createId(context.clock);
    const nowUnixMs = context.clock.nowUnixMs();
    const volume = this.#volume(volumeId ?? context.volumes[0]?.id ?? '');
    const create = (): Camera => ({
      ...settings,
      id,
      siteId: context.siteId,
      volumeId: volume,
      sealedPassword: this.#seal(password, cameraPasswordContext(id)) ?? null,
      sealedMainUrl: this.#seal(addresses.main, cameraAddressContext(id, 'main')) ?? null,
      sealedSubUrl: this.#seal(addresses.sub, cameraAddressContext(id, 'sub')) ?? null,
      revision: 1,
      createdUnixMs: nowUnixMs,
      changedUnixMs: nowUnixMs,
      removedUnixMs: null,
    });
    return await changes.apply(async (stores) => {
      const { length } = await stores.cameras.list(context.siteId, { withRemoved: false });
      if (length >= MAX_CAMERAS) throw new ApiError('too-many-cameras', { limit: MAX_CAMERAS });
      const camera = create();
      await stores.cameras.insert(camera);
      return { result: camera, audit: audited(requester, 'camera.added', id, { after: shown(camera) }) };
    });
  }

  /** @param revision of the camera as the editor saw it; undefined: whatever it is now */
  async change(
    id: string,
    change: CameraChange & { readonly volumeId?: string },
    revision: number | undefined,
    requester: Requester,
  ): Promise<Camera> {
    const { context, changes } = this.#parts;
    return await changes.apply(async (stores) => {
      const current = await stores.cameras.find(context.siteId, id);
      if (current === null || current.removedUnixMs !== null) throw new ApiError('camera-not-found');
      if (revision !== undefined && revision !== current.revision) {
        throw new ApiError('revision-conflict', { revision: current.revision });
      }
      const { settings, password, addresses } = lawful(checkCameraChange(current, change));
      const sealed = this.#seal(password, cameraPasswordContext(id));
      const sealedMainUrl = this.#seal(addresses.main, cameraAddressContext(id, 'main'));
      const sealedSubUrl = this.#seal(addresses.sub, cameraAddressContext(id, 'sub'));
      const camera: Camera = {
        ...current,
        ...settings,
        volumeId: this.#volume(change.volumeId ?? current.volumeId),
        sealedPassword: sealed === undefined ? current.sealedPassword : sealed,
        sealedMainUrl: sealedMainUrl === undefined ? current.sealedMainUrl : sealedMainUrl,
        sealedSubUrl: sealedSubUrl === undefined ? current.sealedSubUrl : sealedSubUrl,
        revision: current.revision + 1,
        changedUnixMs: context.clock.nowUnixMs(),
      };
      await this.#replace(stores.cameras, camera);
      const detail = {
        before: shown(current),
        after: shown(camera),
        passwordChanged:
          password !== undefined ||
          [addresses.main, addresses.sub].some((whole) => typeof whole === 'string'),
      };
      return { result: camera, audit: audited(requester, 'camera.changed', id, detail) };
    });
  }

  /** At start: addresses that were kept before they were sealed (schema 1), of removed cameras too. */
  async sealOldAddresses(): Promise<void> {
    const { context, changes } = this.#parts;
    for (const { id, mainUrl, subUrl } of await this.list(true)) {
      if (!holdsSecret(mainUrl) && !holdsSecret(subUrl)) continue;
      await changes.apply(async (stores) => {
        const current = await stores.cameras.find(context.siteId, id);
        if (current === null) throw new ApiError('camera-not-found');
        const removed = current.removedUnixMs !== null;
        const seal = (url: string | null, sealed: string | null, kind: 'main' | 'sub'): string | null =>
          removed || !holdsSecret(url) ? sealed : (this.#seal(url, cameraAddressContext(id, kind)) ?? null);
        const camera: Camera = {
          ...current,
          mainUrl: hideAddressSecrets(current.mainUrl),
          subUrl: current.subUrl === null ? null : hideAddressSecrets(current.subUrl),
          sealedMainUrl: seal(current.mainUrl, current.sealedMainUrl, 'main'),
          sealedSubUrl: seal(current.subUrl, current.sealedSubUrl, 'sub'),
          revision: current.revision + 1,
          changedUnixMs: context.clock.nowUnixMs(),
        };
        await this.#replace(stores.cameras, camera);
        const audit = audited(SERVER_REQUESTER, 'camera.changed', id, { addressesSealed: true });
        return { result: undefined, audit };
      });
    }
  }

  /** Takes the camera from the site; the row stays, as the name of footage that is kept. */
  async remove(
    id: string,
    footage: 'keep' | 'delete',
    requester: Requester,
  ): Promise<FootageDeletion | null> {
    const { context, changes, deletions } = this.#parts;
    const order = await changes.apply(async (stores) => {
      const current = await stores.cameras.find(context.siteId, id);
      if (current === null || (current.removedUnixMs !== null && footage === 'keep')) {
        throw new ApiError('camera-not-found');
      }
      const nowUnixMs = context.clock.nowUnixMs();
      await this.#replace(stores.cameras, {
        ...current,
        enabled: false,
        sealedPassword: null,
        sealedMainUrl: null,
        sealedSubUrl: null,
        revision: current.revision + 1,
        changedUnixMs: nowUnixMs,
        removedUnixMs: current.removedUnixMs ?? nowUnixMs,
      });
      const deletion = footage === 'keep' ? null : deletions.order(id, requester);
      if (deletion !== null) await stores.footageDeletions.insert(deletion);
      return {
        result: deletion,
        audit: audited(requester, 'camera.removed', id, { before: shown(current), footage }),
      };
    });
    return order === null ? null : await deletions.tryNow(order, changes.writtenRevision);
  }

  async #replace(cameras: { replace(camera: Camera): Promise<boolean> }, camera: Camera): Promise<void> {
    if (!(await cameras.replace(camera))) {
      throw new ApiError('revision-conflict', { revision: camera.revision });
    }
  }

  #seal(secret: string | null | undefined, context: string): string | null | undefined {
    return typeof secret === 'string' ? this.#parts.keys.seal(secret, context) : secret;
  }

  #volume(volumeId: string): string {
    if (!this.#parts.context.volumes.some(({ id }) => id === volumeId))
      throw new ApiError('volume-not-found');
    return volumeId;
  }
}

function holdsSecret(url: string | null): boolean {
  return url !== null && hideAddressSecrets(url) !== url;
}

function audited(
  requester: Requester,
  action: string,
  subjectId: string,
  detail: Readonly<Record<string, unknown>>,
) {
  return { ...requester, action, subjectId, detail };
}

/** What the audit log keeps of a camera: the settings, never a secret. */
function shown(
  camera: Camera,
): CameraSettings & { readonly volumeId: string; readonly hasPassword: boolean } {
  const { id: _id, siteId: _siteId, sealedPassword, revision: _revision, ...kept } = camera;
  const { sealedMainUrl: _main, sealedSubUrl: _sub, ...rest } = kept;
  const { createdUnixMs: _created, changedUnixMs: _changed, removedUnixMs: _removed, ...settings } = rest;
  return { ...settings, hasPassword: sealedPassword !== null };
}
