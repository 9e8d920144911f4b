/** A message of the live socket from its text. */
import type { z } from 'zod';

/** @returns null: it is no JSON, or none of the schema's. */
export function parseMessage<Schema extends z.ZodType>(
  schema: Schema,
  text: string,
): z.output<Schema> | null {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return null;
  }
  return schema.safeParse(document).data ?? null;
}
