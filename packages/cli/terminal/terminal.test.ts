import { WriteStream } from 'node:tty';
import { expect, onTestFinished, test, vi } from 'vitest';
import { columnWidth, screenRows } from './column-width.ts';
import { ProgressLine } from './progress.ts';
import { RedrawnBlock } from './redrawn-block.ts';
import { StepLine } from './step-line.ts';
import { formatTable } from './table.ts';

test('columns line up with Vietnamese letters, composed or not', () => {
  const lines = formatTable(
    ['tên', 'n'],
    [
      ['Cổng chợ'.normalize('NFD'), '1'],
      ['Cầu', '22'],
    ],
  ).split('\n');
  expect(lines).toEqual(['tên       n', '────────  ──', `${'Cổng chợ'.normalize('NFD')}  1`, 'Cầu       22']);
});

test('a mark takes no column, an ideograph and an emoji two', () => {
  expect(['Đường số 9', 'Đường số 9'.normalize('NFD'), '市場', '📷', ''].map(columnWidth)).toEqual([
    10, 10, 4, 2, 0,
  ]);
});

test('a line takes as many rows as the screen needs for it', () => {
  expect(screenRows('', 10)).toBe(1);
  expect(screenRows('0123456789', 10)).toBe(1);
  expect(screenRows('0123456789a', 10)).toBe(2);
  expect(screenRows('ổ'.normalize('NFD').repeat(10), 10)).toBe(1);
  // The wide letter that doesn't fit leaves a column empty.
  expect(screenRows('012345678市', 10)).toBe(2);
  expect(screenRows('市'.repeat(10), 5)).toBe(5);
});

/** As much of a terminal as the block uses: line ends, wrapping, cursor up, erase below. */
class Screen {
  readonly columns: number;
  readonly rows: number;
  readonly lines: string[] = [''];
  row = 0;

  constructor(columns: number, rows: number) {
    this.columns = columns;
    this.rows = rows;
  }

  write(text: string): boolean {
    // oxlint-disable-next-line no-control-regex -- escape sequences are what this reads
    for (const [piece] of text.matchAll(/\u001b\[(\d*)([AJ])|[\s\S]/gu)) {
      if (piece.endsWith('A') && piece.length > 1)
        this.row = Math.max(0, this.row - Number(piece.slice(2, -1)));
      else if (piece.endsWith('J') && piece.length > 1) {
        this.lines.length = this.row + 1;
        this.lines[this.row] = '';
      } else if (piece === '\n') this.#next();
      else if (piece !== '\r') this.#put(piece);
    }
    return true;
  }

  #put(letter: string): void {
    if (columnWidth(this.lines[this.row] ?? '') + columnWidth(letter) > this.columns) this.#next();
    this.lines[this.row] = (this.lines[this.row] ?? '') + letter;
  }

  #next(): void {
    this.row += 1;
    this.lines[this.row] ??= '';
  }
}

test('a block is drawn again in place though its lines wrap', () => {
  const screen = new Screen(20, 12);
  const block = new RedrawnBlock(screen);
  const trouble = 'Cổng chợ: mất tín hiệu, kiểm tra nguồn và 市場'.normalize('NFD');
  for (const count of [1, 2, 3]) block.draw([`lần ${count}`, trouble, 'hết'], () => '');
  expect(screen.lines.join('').match(/lần \d/g)).toEqual(['lần 3']);
  expect(screen.lines.filter((line) => line === 'hết')).toHaveLength(1);
  block.draw(['xong'], () => '');
  expect(screen.lines).toEqual(['xong', '']);
});

test('a block that is higher than the screen is cut, and says by how much', () => {
  const screen = new Screen(10, 5);
  const block = new RedrawnBlock(screen);
  for (let round = 0; round < 2; round += 1)
    block.draw(['một', 'hai', 'ba ba ba ba ba ba', 'bốn', 'năm'], (count) => `còn ${count}`);
  expect(screen.lines).toEqual(['một', 'hai', 'còn 3', '']);
});

/** What is written to standard error, as a terminal or as a pipe would get it; the clock stands until it is told. */
const standardError = (isTerminal: boolean) => {
  vi.useFakeTimers({ toFake: ['performance'] });
  const written: string[] = [];
  const out = Object.assign(Object.create(WriteStream.prototype) as WriteStream, {
    isTTY: isTerminal,
    write: (text: string) => written.push(text) > 0,
  });
  onTestFinished(() => void vi.useRealTimers());
  return { out, written };
};

test('long work says how far it is and how long it takes, five times a second, and wipes that at the end', () => {
  const { out, written } = standardError(true);
  const line = new ProgressLine(out);
  const describe = ({ percent, leftMs }: { percent: number; leftMs: number | null }) =>
    `${percent} % ${leftMs}`;
  line.update(0, 400, describe);
  vi.advanceTimersByTime(100);
  line.update(50, 400, describe);
  vi.advanceTimersByTime(900);
  line.update(100, 400, describe);
  line.end();
  // A quarter took a second: three more for the rest.
  expect(written).toEqual(['\r\u001b[K0 % null', '\r\u001b[K25 % 3000', '\r\u001b[K']);
});

test('what has no end that can be foretold says its step', () => {
  const { out, written } = standardError(true);
  const line = new StepLine(out);
  for (const step of ['index', 'files', 'journal']) {
    line.show(() => step);
    vi.advanceTimersByTime(150);
  }
  line.end();
  expect(written).toEqual(['\r\u001b[Kindex', '\r\u001b[Kjournal', '\r\u001b[K']);
});

test('where nobody sits at a terminal nothing is written, nor made', () => {
  const { out, written } = standardError(false);
  const never = () => {
    throw new Error('described for nobody');
  };
  new ProgressLine(out).update(1, 2, never);
  new ProgressLine(out).end();
  new StepLine(out).show(never);
  new StepLine(out).end();
  expect(written).toEqual([]);
});
