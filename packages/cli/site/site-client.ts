/** Speaks JSON with the server of one site; what it refuses comes with its own sentence in both languages. */
import { type Bilingual, bilingualSchema } from '@matlang/contract';
import { openOperatorToken } from '@matlang/keys';
import { z } from 'zod';
import { CommandFailure, EXIT_CODES, type ExitCode } from '../exit-code.ts';
import { filled } from '../language/say.ts';
import { FAILURE_TEXTS } from '../texts/failure-texts.ts';

const REQUEST_TIMEOUT_MS = 60_000;

/** As much of an error's body as is needed here: a newer server may say more. */
const refusalSchema = z.looseObject({ error: z.looseObject({ message: bilingualSchema }) });

/** Speaks with one site. */
export class SiteClient {
  readonly url: string;
  /** False where the server was started for this command alone: nobody records then. */
  readonly siteRuns: boolean;
  readonly #token: string;

  /**
   * As the owner of the site's folder, whoever else has an account there.
   * @throws KeyError where the folder's token can't be read
   */
  constructor(url: string, dataDirectory: string, siteRuns = true) {
    this.url = url;
    this.siteRuns = siteRuns;
    this.#token = openOperatorToken(dataDirectory);
  }

  /** @returns the answer's document. @throws CommandFailure with the server's own sentence. */
  async call(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    body?: unknown,
  ): Promise<unknown> {
    const text = await this.#fetch(path, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      headers: body === undefined ? {} : { 'content-type': 'application/json' },
    });
    return text === '' ? {} : JSON.parse(text);
  }

  /** The first byte of a media address: what is asked for the sake of the asking. @throws as `call` */
  async touch(path: string): Promise<void> {
    await this.#fetch(path, { headers: { range: 'bytes=0-0' } });
  }

  async #fetch(
    path: string,
    request: {
      readonly method?: string;
      readonly body?: string;
      readonly headers: Readonly<Record<string, string>>;
    },
  ): Promise<string> {
    let response: Response;
    let text: string;
    try {
      response = await fetch(new URL(path, this.url), {
        ...request,
        headers: { ...request.headers, authorization: `Bearer ${this.#token}` },
        signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
      });
      text = await response.text();
    } catch (error) {
      throw new CommandFailure(
        EXIT_CODES.failed,
        filled(FAILURE_TEXTS.serverUnreachable, { url: this.url }),
        { cause: error },
      );
    }
    if (response.ok) return text;
    throw new CommandFailure(exitCodeOf(response.status), sentenceOf(text, response.status));
  }
}

const exitCodeOf = (status: number): ExitCode =>
  status === 404 ? EXIT_CODES.notFound : status === 400 ? EXIT_CODES.usage : EXIT_CODES.failed;

const sentenceOf = (text: string, status: number): Bilingual => {
  try {
    const refusal = refusalSchema.safeParse(JSON.parse(text));
    if (refusal.success) return refusal.data.error.message;
  } catch {
    // No JSON: the status has to do.
  }
  return filled(FAILURE_TEXTS.serverAnswered, { status });
};
