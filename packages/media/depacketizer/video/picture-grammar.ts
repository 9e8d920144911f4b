/**
 * What the assembler of access units asks of a codec. A grammar knows parameter sets and slice headers; packets,
 * markers and loss belong to the assembler.
 */
import type { VideoFormat } from '../../stream/index.ts';
import type { Nal } from './nal.ts';

/** `begins`: where a picture is there already, this NAL unit begins the next access unit. `continues`: it stays. */
export type NalKind = 'slice' | 'begins' | 'continues';

/** What is known of a finished picture. */
export interface PictureTraits {
  readonly sync: boolean;
  readonly leading: boolean;
  readonly disposable: boolean;
  readonly pictureOrderCount: number | null;
  readonly startsOrder: boolean;
  readonly leadingMayFollow: boolean;
}

/** One codec's grammar, for one stream: it keeps the parameter sets and the picture in the making. */
export interface PictureGrammar<Slice> {
  /** Of one byte for H.264, two for H.265. */
  readonly nalHeaderBytes: number;
  kindOf(headerByte: number): NalKind;
  /** Takes parameter sets and SEI: a NAL unit that is no slice, in order. */
  enter(nal: Nal): void;
  readSlice(nal: Nal): Slice;
  /** `timeChanged`: another RTP time than the picture's; decides only where the headers can't be read. */
  startsPicture(previous: Slice, next: Slice, timeChanged: boolean): boolean;
  /** The slice belongs to a picture that is gone already and can't stand alone. */
  isStray(gone: Slice, next: Slice): boolean;
  /** All slices so far of the picture in the making; `beginPicture` forgets the one before. */
  beginPicture(slice: Slice): void;
  addSlice(slice: Slice): void;
  /** False: the second field of the frame is still to come. */
  isPictureComplete(): boolean;
  /** Once a picture, in decoding order. */
  finishPicture(): PictureTraits;
  /** Format for a finished picture: new parameter sets come into force at a sync picture only. Null: sets have yet to come. */
  formatFor(traits: PictureTraits): VideoFormat | null;
  currentFormat(): VideoFormat | null;
}
