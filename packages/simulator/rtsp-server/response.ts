/** RTSP answers as text. */

const REASONS: Readonly<Record<number, string>> = {
  200: 'OK',
  301: 'Moved Permanently',
  302: 'Moved Temporarily',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  451: 'Parameter Not Understood',
  453: 'Not Enough Bandwidth',
  454: 'Session Not Found',
  455: 'Method Not Valid in This State',
  459: 'Aggregate Operation Not Allowed',
  461: 'Unsupported Transport',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  503: 'Service Unavailable',
};

/** An answer before it has its CSeq and becomes text. */
export interface RtspResponse {
  readonly status: number;
  /** Several of one name are several lines. */
  readonly headers: readonly (readonly [string, string])[];
  readonly body?: string;
}

/** Content-Length is added where there is a body. */
export function writeResponse(response: RtspResponse, cseq: string | null): string {
  const lines = [`RTSP/1.0 ${response.status} ${REASONS[response.status] ?? 'Unknown'}`];
  if (cseq !== null) lines.push(`CSeq: ${cseq}`);
  lines.push('Server: Mat Lang simulated camera');
  for (const [name, value] of response.headers) lines.push(`${name}: ${value}`);
  const body = response.body ?? '';
  if (body !== '') lines.push(`Content-Length: ${Buffer.byteLength(body)}`);
  return `${lines.join('\r\n')}\r\n\r\n${body}`;
}
