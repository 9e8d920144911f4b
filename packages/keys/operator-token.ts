/**
 * What a command of the terminal shows the server: that it runs as the owner of the data folder. Whoever can read this file can read
 * everything there, keys included, so it gives nothing that its reader does not have.
 */
import { createHmac, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { readOrCreateKeyFile } from './atomic-key-file.ts';
import { KeyError } from './key-error.ts';

const PREFIX = 'mlo_';
const SECRET_BYTES = 32;
const PATTERN = /^mlo_[A-Za-z0-9_-]{43}$/;

/** `<data>/keys/operator.token`, made at the first call. @throws KeyError for a file that is no token or that others may read */
export function openOperatorToken(dataDirectory: string): string {
  const path = join(dataDirectory, 'keys', 'operator.token');
  const token = Buffer.from(
    readOrCreateKeyFile(path, () =>
      Buffer.from(PREFIX + randomBytes(SECRET_BYTES).toString('base64url'), 'ascii'),
    ),
  ).toString('ascii');
  if (!PATTERN.test(token)) throw new KeyError('key-file-invalid', `${path} holds no token`);
  return token;
}

/**
 * What a server shows a command before the command shows its token: that it holds the same one. Whatever else listens at an address that a
 * power cut left behind can't.
 * @param nonce of the asker's own, new for each question
 */
export const proveOperatorToken = (token: string, nonce: string): string =>
  createHmac('sha256', token).update(`matlang-operator-1 ${nonce}`).digest('hex');

/** Headers of the question and of the answer, at `/healthz`. */
export const OPERATOR_PROOF_HEADERS = { nonce: 'matlang-nonce', proof: 'matlang-proof' } as const;
