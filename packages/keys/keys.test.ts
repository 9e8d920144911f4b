import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  openHeadSigner,
  openOperatorToken,
  openSecret,
  openSiteKey,
  publishNodeKey,
  readNodeKey,
  sealSecret,
  verifyHeadSignature,
} from './index.ts';

let data: string;
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'matlang-keys-'));
});
afterEach(() => {
  rmSync(data, { recursive: true });
});

test('the site key is made once, for its owner only', () => {
  const key = openSiteKey(data);
  const path = join(data, 'keys', 'site.key');
  expect(key.bytes.length).toBe(32);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(openSiteKey(data).bytes).toEqual(key.bytes);
});

test('a key that others may read, or that is no key, is refused', () => {
  const path = join(data, 'keys', 'site.key');
  openSiteKey(data);
  chmodSync(path, 0o640);
  expect(() => openSiteKey(data)).toThrow(expect.objectContaining({ code: 'key-file-readable-by-others' }));
  chmodSync(path, 0o600);
  writeFileSync(path, 'short');
  expect(() => openSiteKey(data)).toThrow(expect.objectContaining({ code: 'key-file-invalid' }));
});

test('the key that the service manager gives counts, and nothing makes another one where it does not give it', () => {
  const given = join(data, 'given');
  mkdirSync(given);
  writeFileSync(join(given, 'matlang-site-key'), Buffer.alloc(32, 7));
  expect(openSiteKey(data, given).bytes).toEqual(Buffer.alloc(32, 7));
  expect(() => openSiteKey(data, undefined)).toThrow(expect.objectContaining({ code: 'site-key-elsewhere' }));
  expect(() => openSiteKey(data, join(data, 'keys'))).toThrow(
    expect.objectContaining({ code: 'site-key-elsewhere' }),
  );
  // A file that was copied there and forgotten here is the same key, or nobody knows which one counts.
  const path = join(data, 'keys', 'site.key');
  writeFileSync(path, Buffer.alloc(32, 7));
  expect(openSiteKey(data, given).bytes).toEqual(Buffer.alloc(32, 7));
  writeFileSync(path, Buffer.alloc(32, 8));
  expect(() => openSiteKey(data, given)).toThrow(expect.objectContaining({ code: 'key-file-invalid' }));
  writeFileSync(join(given, 'matlang-site-key'), 'short');
  expect(() => openSiteKey(data, given)).toThrow(expect.objectContaining({ code: 'key-file-invalid' }));
});

test("the operator's token is made once, for its owner only, and refused when it is none", () => {
  const token = openOperatorToken(data);
  expect(token).toMatch(/^mlo_[A-Za-z0-9_-]{43}$/);
  expect(openOperatorToken(data)).toBe(token);
  const path = join(data, 'keys', 'operator.token');
  expect(statSync(path).mode & 0o777).toBe(0o600);
  writeFileSync(path, 'mlo_short');
  expect(() => openOperatorToken(data)).toThrow(expect.objectContaining({ code: 'key-file-invalid' }));
});

test('any secret opens with its key and context', () => {
  const key = openSiteKey(data);
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string(), (secret, context) => {
      const wellFormed = secret.toWellFormed();
      expect(openSecret(key, sealSecret(key, wellFormed, context), context)).toBe(wellFormed);
    }),
  );
  expect(sealSecret(key, 'a', 'c')).not.toBe(sealSecret(key, 'a', 'c'));
});

test('a sealed secret opens for no other context, key or after any change', () => {
  const key = openSiteKey(data);
  const sealed = sealSecret(key, 'mật khẩu', 'camera:1:password');
  const refused = expect.objectContaining({ name: 'KeyError' });
  expect(() => openSecret(key, sealed, 'camera:2:password')).toThrow(refused);
  expect(() => openSecret({ bytes: new Uint8Array(32) }, sealed, 'camera:1:password')).toThrow(refused);
  for (let index = 0; index < sealed.length; index += 1) {
    const changed = sealed.slice(0, index) + (sealed[index] === 'A' ? 'B' : 'A') + sealed.slice(index + 1);
    let opened: string | null = null;
    try {
      opened = openSecret(key, changed, 'camera:1:password');
    } catch {
      // refused
    }
    // Bits of base64 that pad the last byte may differ without a difference.
    expect(opened === null || index === sealed.length - 1).toBe(true);
  }
});

test.each(['', 'v1', 'v2.AAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAAAA', 'secret'])(
  '%j is malformed',
  (sealed) => {
    expect(() => openSecret(openSiteKey(data), sealed, '')).toThrow(
      expect.objectContaining({ code: 'sealed-malformed' }),
    );
  },
);

test('what the node signs is verified with its public key, and nothing else is', () => {
  const signer = openHeadSigner(data);
  const message = new TextEncoder().encode('head 1');
  const signature = signer.sign(message);
  expect(signature.length).toBe(64);
  expect(signer.keyId).toMatch(/^[0-9a-f]{32}$/);
  expect(verifyHeadSignature(signer.publicKey, message, signature)).toBe(true);
  expect(verifyHeadSignature(signer.publicKey, new TextEncoder().encode('head 2'), signature)).toBe(false);
  expect(verifyHeadSignature(signer.publicKey, message, signature.slice(1))).toBe(false);
  expect(verifyHeadSignature(new Uint8Array(31), message, signature)).toBe(false);
});

test('the signing key stays the same and private', () => {
  const { keyId } = openHeadSigner(data);
  expect(openHeadSigner(data).keyId).toBe(keyId);
  const path = join(data, 'keys', 'node.ed25519');
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readFileSync(path, 'utf8')).toMatch(/^-----BEGIN PRIVATE KEY-----/);
  writeFileSync(path, 'nothing');
  expect(() => openHeadSigner(data)).toThrow(expect.objectContaining({ code: 'key-file-invalid' }));
});

test('the public key lies beside, for everybody, and is written anew only where it is another', () => {
  expect(readNodeKey(data)).toBeNull();
  const { keyId, publicKey } = openHeadSigner(data);
  publishNodeKey(data, { keyId, publicKey });
  expect(readNodeKey(data)).toEqual({ keyId, publicKey: Buffer.from(publicKey) });
  const path = join(data, 'keys', 'node.ed25519.pub');
  expect(readFileSync(path, 'utf8')).toMatch(/^-----BEGIN PUBLIC KEY-----/);
  expect(statSync(path).mode & 0o777).toBe(0o644);
  const { ino } = statSync(path);
  publishNodeKey(data, { keyId, publicKey });
  expect(statSync(path).ino).toBe(ino);
  writeFileSync(path, 'nothing');
  expect(readNodeKey(data)).toBeNull();
  publishNodeKey(data, { keyId, publicKey });
  expect(readNodeKey(data)?.keyId).toBe(keyId);
});
