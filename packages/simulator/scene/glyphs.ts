/**
 * A bitmap font drawn for this project: letters of 5x7 pixels with two rows below the base line, and the marks of
 * Vietnamese. Each number is a row, its five low bits are pixels from left to right.
 */

/** Rows of letters: 7 above the base line, then up to 2 below. */
export const GLYPH_WIDTH = 5;

/** Rows of a letter above the base line. */
export const GLYPH_ROWS = 7;

const LETTERS = `
A 0e 11 11 1f 11 11 11
B 1e 11 11 1e 11 11 1e
C 0e 11 10 10 10 11 0e
D 1e 11 11 11 11 11 1e
E 1f 10 10 1e 10 10 1f
F 1f 10 10 1e 10 10 10
G 0e 11 10 17 11 11 0f
H 11 11 11 1f 11 11 11
I 0e 04 04 04 04 04 0e
J 07 02 02 02 02 12 0c
K 11 12 14 18 14 12 11
L 10 10 10 10 10 10 1f
M 11 1b 15 15 11 11 11
N 11 19 19 15 13 13 11
O 0e 11 11 11 11 11 0e
P 1e 11 11 1e 10 10 10
Q 0e 11 11 11 15 12 0d
R 1e 11 11 1e 14 12 11
S 0f 10 10 0e 01 01 1e
T 1f 04 04 04 04 04 04
U 11 11 11 11 11 11 0e
V 11 11 11 11 11 0a 04
W 11 11 11 15 15 1b 11
X 11 11 0a 04 0a 11 11
Y 11 11 0a 04 04 04 04
Z 1f 01 02 04 08 10 1f
a 00 00 0e 01 0f 11 0f
b 10 10 1e 11 11 11 1e
c 00 00 0e 10 10 10 0e
d 01 01 0f 11 11 11 0f
e 00 00 0e 11 1f 10 0e
f 06 08 1e 08 08 08 08
g 00 00 0f 11 11 11 0f 01 0e
h 10 10 1e 11 11 11 11
i 04 00 0c 04 04 04 0e
j 02 00 06 02 02 02 02 12 0c
k 10 10 12 14 18 14 12
l 0c 04 04 04 04 04 0e
m 00 00 1a 15 15 15 15
n 00 00 1e 11 11 11 11
o 00 00 0e 11 11 11 0e
p 00 00 1e 11 11 11 1e 10 10
q 00 00 0f 11 11 11 0f 01 01
r 00 00 16 19 10 10 10
s 00 00 0f 10 0e 01 1e
t 08 08 1e 08 08 08 06
u 00 00 11 11 11 11 0f
v 00 00 11 11 11 0a 04
w 00 00 11 11 15 15 0a
x 00 00 11 0a 04 0a 11
y 00 00 11 11 11 11 0f 01 0e
z 00 00 1f 02 04 08 1f
0 0e 11 13 15 19 11 0e
1 04 0c 04 04 04 04 0e
2 0e 11 01 06 08 10 1f
3 0e 11 01 06 01 11 0e
4 02 06 0a 12 1f 02 02
5 1f 10 1e 01 01 11 0e
6 06 08 10 1e 11 11 0e
7 1f 01 02 04 04 04 04
8 0e 11 11 0e 11 11 0e
9 0e 11 11 0f 01 02 0c
: 00 04 04 00 04 04 00
. 00 00 00 00 00 0c 0c
, 00 00 00 00 00 04 04 08
- 00 00 00 0e 00 00 00
/ 01 01 02 04 08 10 10
( 02 04 08 08 08 04 02
) 08 04 02 02 02 04 08
? 0e 11 01 06 04 00 04
`;

/** Rows from top to bottom. */
export const GLYPHS: ReadonlyMap<string, readonly number[]> = new Map(
  LETTERS.trim()
    .split('\n')
    .map((line) => {
      const [letter = '', ...rows] = line.split(' ');
      return [letter, rows.map((row) => Number.parseInt(row, 16))];
    }),
);

/**
 * Combining marks above a letter, from top to bottom; `tone` stands above a `hat`. In two rows a tilde and a breve are the
 * same dash with other corners (ã and ă): both have three here, a wave and a cup.
 */
export const MARKS_ABOVE: ReadonlyMap<
  string,
  { readonly kind: 'hat' | 'tone'; readonly rows: readonly number[] }
> = new Map([
  ['\u0302', { kind: 'hat', rows: [0x04, 0x0a] }],
  ['\u0306', { kind: 'hat', rows: [0x11, 0x11, 0x0e] }],
  ['\u0300', { kind: 'tone', rows: [0x18, 0x0c] }],
  ['\u0301', { kind: 'tone', rows: [0x03, 0x06] }],
  ['\u0303', { kind: 'tone', rows: [0x08, 0x15, 0x02] }],
  ['\u0309', { kind: 'tone', rows: [0x0c, 0x02, 0x04] }],
]);

/** The mark of ơ and ư as a combining character: drawn at the letter, not above it. */
export const HORN = '\u031b';
/** Two rows of it: one pixel is lost in compression. */
export const DOT_ROW = 0x06;

/** The mark of nặng as a combining character: drawn below the base line. */
export const DOT_BELOW = '\u0323';
