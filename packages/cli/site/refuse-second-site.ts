/** One site a folder: a second supervisor is refused before it starts anything. The archive's lock would stop its recorder anyway. */
import { CommandFailure, EXIT_CODES } from '../exit-code.ts';
import { filled } from '../language/say.ts';
import { FAILURE_TEXTS } from '../texts/failure-texts.ts';
import { findRunningSite } from './site-address.ts';

/** @throws CommandFailure (busy) naming the address of the site that runs. */
export const refuseSecondSite = async (dataDirectory: string): Promise<void> => {
  const url = await findRunningSite(dataDirectory);
  if (url !== null)
    throw new CommandFailure(
      EXIT_CODES.busy,
      filled(FAILURE_TEXTS.siteRunsAlready, { directory: dataDirectory, url }),
    );
};
