/** Whether whoever asks is a person at a browser: it takes HTML, and not JSON rather than HTML (RFC 9110, 12.5.1). */

/** @param accept the header `Accept`; without one, or with a wildcard alone, a program asks */
export function wantsPage(accept: string | undefined): boolean {
  if (accept === undefined) return false;
  const ranges = accept.slice(0, 1000).split(',').map(readRange);
  const qualityOf = (type: string): number => ranges.find((range) => range.type === type)?.quality ?? 0;
  const html = qualityOf('text/html');
  return html > 0 && html >= qualityOf('application/json');
}

function readRange(text: string): { readonly type: string; readonly quality: number } {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
  const value = quality === undefined ? 1 : Number(quality);
  return { type, quality: Number.isFinite(value) ? value : 0 };
}
