/** A QR code, for the camera of a phone: black on white in every appearance, as readers want it. */
import type { ReactNode } from 'react';
import { encode } from 'uqr';
import classes from './account.module.css';

/** ISO/IEC 18004, 6.3.8: four modules of white around. */
const QUIET_MODULES = 4;

/** @param props.label what it is, for who can't see it */
export function QrCode({ text, label }: { readonly text: string; readonly label: string }): ReactNode {
  const { data, size } = encode(text, { ecc: 'M', border: QUIET_MODULES });
  const dark = data
    .flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : '')))
    .join('');
  return (
    <svg
      className={classes['qr']}
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
    >
      <path fill="#fff" d={`M0 0h${size}v${size}H0z`} />
      <path fill="#000" d={dark} />
    </svg>
  );
}
