/** A QR code as SVG inside a page: an address that a phone's camera reads from a screen or from paper. */
import { encode } from 'uqr';
import { escapeHtml } from '../page/html-text.ts';

/** ISO/IEC 18004, 6.3.8: four modules of white around. */
const QUIET_MODULES = 4;

/** @param label what it is, for who can't see it */
export function qrCode(text: string, label: string): string {
  const { data, size } = encode(text, { ecc: 'M', border: QUIET_MODULES });
  const dark = data
    .flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : '')))
    .join('');
  return `<svg class="qr" role="img" aria-label="${escapeHtml(label)}" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${size}v${size}H0z"/><path fill="#000" d="${dark}"/></svg>`;
}
