/** Port numbers as typed. */
import { InvalidArgumentError } from 'commander';

/** @returns the port; commander turns the error into a usage message. */
export const parsePort = (text: string): number => {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port < 1 || port > 65535)
    throw new InvalidArgumentError('a port is a number from 1 to 65535');
  return port;
};
