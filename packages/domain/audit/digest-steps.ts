/**
 * Work that needs digests and does not care where they come from: a server has them at once, WebCrypto of a browser gives them later. The
 * work asks for one digest after another; who drives it answers.
 */

/** Yields what is to be digested by SHA-256 (a text: its UTF-8 bytes) and is given the 32 bytes. */
export type DigestSteps<Result, Data = Uint8Array | string> = Generator<Data, Result, Uint8Array>;

/** Of a digest that is there at once. */
export function runDigestSteps<Result, Data>(
  steps: DigestSteps<Result, Data>,
  sha256: (data: Data) => Uint8Array,
): Result {
  let step = steps.next();
  while (step.done !== true) step = steps.next(sha256(step.value));
  return step.value;
}

/** Of a digest that is waited for. */
export async function awaitDigestSteps<Result, Data>(
  steps: DigestSteps<Result, Data>,
  sha256: (data: Data) => Promise<Uint8Array>,
): Promise<Result> {
  let step = steps.next();
  while (step.done !== true) step = steps.next(await sha256(step.value));
  return step.value;
}
