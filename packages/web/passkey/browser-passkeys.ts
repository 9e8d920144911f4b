/** Passkeys of this browser: what the server asks for is handed to it, and its answer cut down to what counts. The library comes when it is wanted. */

import { type MadePasskey, PASSKEY_TRANSPORTS, type ShownPasskey } from '@matlang/contract';
import { ask } from '../api/client.ts';
import { PASSKEY_TEXTS } from '../i18n/passkey-texts.ts';
import { BrowserRefusal } from './browser-refusal.ts';

/** Whether the browser knows of passkeys here; whether the site offers them the session says. */
export const knowsPasskeys = (): boolean => 'PublicKeyCredential' in globalThis;

/** Asks for a new one. @throws RefusedError, ServerAwayError, BrowserRefusal */
export async function makePasskey(): Promise<MadePasskey> {
  const optionsJSON = await ask('proposePasskey');
  const { startRegistration } = await import('@simplewebauthn/browser');
  const { id, response } = await refusable(() => startRegistration({ optionsJSON }));
  const { clientDataJSON: clientDataJson, attestationObject, transports } = response;
  const known = PASSKEY_TRANSPORTS.filter((transport) => transports?.includes(transport));
  return { id, clientDataJson, attestationObject, transports: known };
}

/** Asks for one that is there. @throws RefusedError, ServerAwayError, BrowserRefusal */
export async function showPasskey(wanted: 'sign-in' | 'second-factor' | 'proof'): Promise<ShownPasskey> {
  const optionsJSON = await ask('askForPasskey', { body: { for: wanted } });
  const { startAuthentication } = await import('@simplewebauthn/browser');
  const { id, response } = await refusable(() => startAuthentication({ optionsJSON }));
  const { clientDataJSON: clientDataJson, authenticatorData, signature, userHandle = null } = response;
  return { id, clientDataJson, authenticatorData, signature, userHandle };
}

/** Browsers do not tell a person who said no from an authenticator that has none (WebAuthn, 14.5.1). */
async function refusable<Answer>(work: () => Promise<Answer>): Promise<Answer> {
  try {
    return await work();
  } catch (cause) {
    const name = cause instanceof Error ? cause.name : '';
    const text =
      name === 'InvalidStateError'
        ? PASSKEY_TEXTS.passkeyAlready
        : name === 'NotAllowedError' || name === 'AbortError'
          ? PASSKEY_TEXTS.passkeyCancelled
          : PASSKEY_TEXTS.passkeyUnable;
    throw new BrowserRefusal(text, { cause });
  }
}
