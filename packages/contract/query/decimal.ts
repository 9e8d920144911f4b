/** Numbers as a query has them: text. */
import { z } from 'zod';

/** A whole number in decimal digits, within bounds. */
export const decimalQuerySchema = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .pipe(z.int().min(least).max(most));
