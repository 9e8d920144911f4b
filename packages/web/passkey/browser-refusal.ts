/** What this browser, or whoever sits before it, refused: nothing that the server could say. */
import type { Bilingual } from '@matlang/contract';

/** Its message is for the page. */
export class BrowserRefusal extends Error {
  override readonly name = 'BrowserRefusal';
  readonly text: Bilingual;

  constructor(text: Bilingual, options: ErrorOptions = {}) {
    super(text.en, options);
    this.text = text;
  }
}
