/**
 * Remembers in `<data>/recorder/accepted-losses.json`, under the node's key, that an administrator knows of footage that was signed and is gone: a disk
 * was replaced. `matlang check --accept-loss` writes it, checks read it.
 */
import { writeRemembered } from './remembered-file.ts';
import {
  type InstantKind,
  readEntries,
  type Signer,
  signedInstantsOf,
  signInstant,
  type Verify,
} from './signed-instants.ts';

const KIND: InstantKind = {
  file: 'accepted-losses.json',
  field: 'untilUnixMs',
  tag: 'matlang-archive-loss-accepted-1',
};

/** By volume id: heads that were kept up to then (Unix ms) say nothing of the volume any more. What the key did not sign is left out. */
export function readAcceptedLosses(dataDirectory: string, verify: Verify): ReadonlyMap<string, number> {
  return signedInstantsOf(KIND, readEntries(dataDirectory, KIND), verify);
}

/** In the place of what was accepted of that volume before. @throws the system's error */
export async function acceptLoss(
  dataDirectory: string,
  signer: Signer,
  volumeId: string,
  untilUnixMs: number,
): Promise<void> {
  const losses = readEntries(dataDirectory, KIND);
  losses.set(volumeId, signInstant(KIND, signer, volumeId, untilUnixMs));
  await writeRemembered(dataDirectory, KIND.file, Object.fromEntries(losses));
}
