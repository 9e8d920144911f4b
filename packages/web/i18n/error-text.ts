/** What went wrong, in the sentence of whoever refused. */
import type { Bilingual } from '@matlang/contract';
import { RefusedError } from '../api/client.ts';
import { BrowserRefusal } from '../passkey/browser-refusal.ts';
import { TEXTS } from './texts.ts';

/** The sentence of the server, or of this browser, where it refused; otherwise that nobody could be reached. */
export function errorText(error: unknown): Bilingual {
  if (error instanceof BrowserRefusal) return error.text;
  return error instanceof RefusedError ? error.answer.message : TEXTS.serverAway;
}
