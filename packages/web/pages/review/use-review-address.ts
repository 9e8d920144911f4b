/** Keeps the address and the page at the same: the page's changes go into it, and what comes into it otherwise (back, forward, a link) to the page. */
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { parseReviewSearch, type ReviewSearch, type ReviewState, searchOfState } from './review-address.ts';

/** The address follows the instant at most so often. */
const ADDRESS_MS = 1000;
/** Own changes that are on their way through the router: more come only when it stands still. */
const MAX_PENDING = 50;
/** Back to an entry that says the same changes nothing: the address is written again after this. */
const POPPED_MS = 10_000;

/** Changes the page so that going back undoes it. */
export type Jump = (change: () => void) => void;

/** @param state what is shown now @param apply shows what an address says */
export function useReviewAddress(state: () => ReviewState, apply: (search: ReviewSearch) => void): Jump {
  const search = useSearch({ from: '/review' });
  const navigate = useNavigate({ from: '/review' });
  const latest = useRef({ state, apply });
  latest.current = { state, apply };
  /** Own changes that the router has not shown yet, and the last one. */
  const pending = useRef<readonly string[]>([]);
  const last = useRef(textOf(search));
  /** When the browser went back or forward; until the page followed, nothing is written over the entry that it came to. */
  const poppedMs = useRef(Number.NEGATIVE_INFINITY);

  const write = (replace: boolean): void => {
    const next = searchOfState(latest.current.state());
    const text = textOf(next);
    if (text === last.current || performance.now() - poppedMs.current < POPPED_MS) return;
    last.current = text;
    pending.current = [...pending.current, text].slice(-MAX_PENDING);
    void navigate({ replace, search: next });
  };
  const writing = useRef(write);
  writing.current = write;

  useEffect(() => {
    const onPop = (): void => {
      poppedMs.current = performance.now();
    };
    // Before the router hears of it, which may draw the page at once.
    addEventListener('popstate', onPop, { capture: true });
    const timer = setInterval(() => writing.current(true), ADDRESS_MS);
    return () => {
      removeEventListener('popstate', onPop, { capture: true });
      clearInterval(timer);
    };
  }, []);
  useEffect(() => {
    const text = textOf(search);
    const own = pending.current.indexOf(text);
    if (own >= 0) {
      pending.current = pending.current.slice(own + 1);
      return;
    }
    if (text === last.current && pending.current.length === 0) return;
    pending.current = [];
    last.current = text;
    poppedMs.current = Number.NEGATIVE_INFINITY;
    latest.current.apply(search);
  }, [search]);

  return (change) => {
    writing.current(true);
    change();
    // Behind the change of components' state, which the address is made of.
    setTimeout(() => writing.current(false));
  };
}

/** The same for the same address, whatever the order of its parts. */
function textOf(search: ReviewSearch): string {
  return JSON.stringify(parseReviewSearch({ ...search }));
}
