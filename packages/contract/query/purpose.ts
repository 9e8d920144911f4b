/** Whoever looks at footage says why. */
import { z } from 'zod';

/**
 * One for each question about footage: the id of an open purpose of one's own. Scripts, and whoever sits at a machine without accounts, may
 * give words instead.
 */
export const purposeQuerySchema = z.string().min(1).max(200).default('unstated').meta({
  description:
    'id of an open purpose of one’s own; with a token, or while there are no accounts, the reason in words will do',
});
