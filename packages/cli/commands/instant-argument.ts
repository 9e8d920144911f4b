/** Instants and spans as people type them on a command line. */
import { CommandFailure, EXIT_CODES } from '../exit-code.ts';

/** ISO 8601 with a zone, as the API takes it; a time without zone would mean another hour on another machine. */
const ISO_WITH_ZONE = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})$/;

/** @param text ISO 8601 with zone, or Unix milliseconds. @throws CommandFailure (usage) naming the option. */
export const parseInstant = (option: string, text: string): number => {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  const unixMs = ISO_WITH_ZONE.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(unixMs)) {
    throw new CommandFailure(
      EXIT_CODES.usage,
      `${option}: "${text}" is no instant; write 2026-02-15T14:30:00+07:00 (with zone) or Unix milliseconds`,
    );
  }
  return unixMs;
};
