/** The Transport header of SETUP (RFC 2326, 12.39). */

/** What a client asks for in SETUP; a null channel leaves the choice to the server. */
export type AskedTransport =
  | { readonly kind: 'tcp'; readonly channel: number | null }
  | { readonly kind: 'udp'; readonly clientPort: number };

/** The first that can be served: of a list, cameras take what they know. Null where there is none. */
export function chooseTransport(header: string, allowed: 'any' | 'tcp' | 'udp'): AskedTransport | null {
  for (const offer of header.split(',').slice(0, 8)) {
    const [profile = '', ...parameters] = offer.split(';').map((part) => part.trim());
    if (parameters.includes('multicast')) continue;
    const upper = profile.toUpperCase();
    if (upper === 'RTP/AVP/TCP' && allowed !== 'udp') {
      const channel = numberOf(parameters, 'interleaved');
      return { kind: 'tcp', channel: channel !== null && channel <= 254 ? channel : null };
    }
    if ((upper === 'RTP/AVP' || upper === 'RTP/AVP/UDP') && allowed !== 'tcp') {
      const clientPort = numberOf(parameters, 'client_port');
      if (clientPort !== null && clientPort > 0 && clientPort < 65_536) return { kind: 'udp', clientPort };
    }
  }
  return null;
}

function numberOf(parameters: readonly string[], name: string): number | null {
  const text = parameters.find((parameter) => parameter.startsWith(`${name}=`))?.slice(name.length + 1);
  const number = Number.parseInt(text ?? '', 10);
  return Number.isInteger(number) ? number : null;
}
