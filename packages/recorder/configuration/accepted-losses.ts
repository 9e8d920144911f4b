/**
 * Remembers in `<data>/recorder/accepted-losses.json`, under the node's key, that an administrator knows of footage that was signed and is gone: a disk
 * was replaced. `matlang check --accept-loss` writes it, checks read it.
 */
import { Buffer } from 'node:buffer';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A site has a handful of volumes. */
const MAX_VOLUMES = 256;

/** The node's key, as `@matlang/keys` opens it. */
interface Signer {
  readonly keyId: string;
  sign(message: Uint8Array): Uint8Array;
}

/** Null: the key is not known. */
type Verify = (keyId: string, message: Uint8Array, signature: Uint8Array) => boolean | null;

interface AcceptedLoss {
  readonly untilUnixMs: number;
  readonly keyId: string;
  /** Hex. */
  readonly signature: string;
}

/** By volume id: heads that were kept up to then (Unix ms) say nothing of the volume any more. What the key did not sign is left out. */
export function readAcceptedLosses(dataDirectory: string, verify: Verify): ReadonlyMap<string, number> {
  return new Map(
    [...read(dataDirectory)]
      .filter(([volumeId, { untilUnixMs, keyId, signature }]) =>
        verify(keyId, messageOf(volumeId, untilUnixMs), Buffer.from(signature, 'hex')),
      )
      .map(([volumeId, { untilUnixMs }]) => [volumeId, untilUnixMs]),
  );
}

/** In the place of what was accepted of that volume before. @throws the system's error */
export function acceptLoss(
  dataDirectory: string,
  signer: Signer,
  volumeId: string,
  untilUnixMs: number,
): void {
  const losses = read(dataDirectory);
  const signature = Buffer.from(signer.sign(messageOf(volumeId, untilUnixMs))).toString('hex');
  losses.set(volumeId, { untilUnixMs, keyId: signer.keyId, signature });
  const file = fileOf(dataDirectory);
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(`${file}.new`, JSON.stringify(Object.fromEntries(losses)), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

function fileOf(dataDirectory: string): string {
  return join(dataDirectory, 'recorder', 'accepted-losses.json');
}

function messageOf(volumeId: string, untilUnixMs: number): Uint8Array {
  return Buffer.from(`${['matlang-archive-loss-accepted-1', volumeId, untilUnixMs].join('\n')}\n`, 'utf8');
}

/** A file that is missing or makes no sense accepts nothing. */
function read(dataDirectory: string): Map<string, AcceptedLoss> {
  try {
    const content: unknown = JSON.parse(readFileSync(fileOf(dataDirectory), 'utf8'));
    if (typeof content !== 'object' || content === null) return new Map();
    return new Map(
      Object.entries(content)
        .slice(0, MAX_VOLUMES)
        .filter((entry): entry is [string, AcceptedLoss] => isLoss(entry[1])),
    );
  } catch {
    return new Map();
  }
}

function isLoss(value: unknown): value is AcceptedLoss {
  if (typeof value !== 'object' || value === null) return false;
  const fields: Readonly<Record<string, unknown>> = { ...value };
  return (
    Number.isSafeInteger(fields['untilUnixMs']) &&
    typeof fields['keyId'] === 'string' &&
    typeof fields['signature'] === 'string'
  );
}
