/** What the numbers mean with which `matlang` ends: documented in docs/ref/cli.md, kept for ever, for scripts. */
import type { Bilingual } from '@matlang/contract';

/** By meaning. */
export const EXIT_CODES = {
  ok: 0,
  /** The command did its work and found something wrong, or could not finish it. */
  failed: 1,
  /** The command line itself is wrong. */
  usage: 2,
  /** What was named does not exist: no such camera, nothing recorded in the span. */
  notFound: 3,
  /** Another process holds what this one needs: the archive's lock, the port. */
  busy: 4,
  /** What was to be looked at could not be: its disk is not mounted. Nothing was found wrong with what could. */
  unchecked: 5,
} as const;

/** One of EXIT_CODES. */
export type ExitCode = (typeof EXIT_CODES)[keyof typeof EXIT_CODES];

/** Ends a command with a sentence for the person at the terminal, in both languages, and a number for the script. */
export class CommandFailure extends Error {
  readonly exitCode: ExitCode;
  readonly text: Bilingual;

  constructor(exitCode: ExitCode, text: Bilingual, options?: ErrorOptions) {
    super(text.en, options);
    this.name = 'CommandFailure';
    this.exitCode = exitCode;
    this.text = text;
  }
}
