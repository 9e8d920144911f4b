/** What stands on paper in both languages, Vietnamese first. */
import type { Bilingual } from '@matlang/contract';
import type { ReactNode } from 'react';

/** One beside the other. */
export function Both({ text: { vi, en } }: { readonly text: Bilingual }): ReactNode {
  return (
    <>
      <span lang="vi">{vi}</span> <span lang="en">/ {en}</span>
    </>
  );
}

/** In a list of them. @param props.value empty: to be written by hand */
export function PaperFact({ name, value }: { readonly name: Bilingual; readonly value: string }): ReactNode {
  return (
    <div>
      <dt>
        <Both text={name} />
      </dt>
      <dd>{value}</dd>
    </div>
  );
}
