/** What went wrong, in the sentence of whoever refused. */
import type { Bilingual } from '@matlang/contract';
import { RefusedError } from '../api/client.ts';
import { TEXTS } from './texts.ts';

/** The server's own sentence where it refused; otherwise that it could not be reached. */
export function errorText(error: unknown): Bilingual {
  return error instanceof RefusedError ? error.answer.message : TEXTS.serverAway;
}
