/** Keeps the address and the page at the same: the page's changes go into it, and what comes into it otherwise (back, forward, a link) to the page. */
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { type ReviewSearch, type ReviewState, searchOfState } from './review-address.ts';

/** The address follows the instant at most so often. */
const ADDRESS_MS = 1000;
/** The router takes less from the browser's event to the page. */
const POPPED_MS = 1000;
/** Own changes that may still be on their way through the router. */
const MAX_RECENT = 20;

/** Changes the page so that going back undoes it. */
export type Jump = (change: () => void) => void;

/** @param state what is shown now @param apply shows what an address says */
export function useReviewAddress(state: () => ReviewState, apply: (search: ReviewSearch) => void): Jump {
  const search = useSearch({ from: '/review' });
  const navigate = useNavigate({ from: '/review' });
  const latest = useRef({ state, apply });
  latest.current = { state, apply };
  const recent = useRef<readonly string[]>([JSON.stringify(search)]);
  /** When the browser went back or forward, until the page followed. */
  const poppedMs = useRef(Number.NEGATIVE_INFINITY);

  const write = (replace: boolean): void => {
    const next = searchOfState(latest.current.state());
    const text = JSON.stringify(next);
    if (text === recent.current.at(-1)) return;
    recent.current = [...recent.current, text].slice(-MAX_RECENT);
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
    const timer = setInterval(() => {
      if (performance.now() - poppedMs.current > POPPED_MS) writing.current(true);
    }, ADDRESS_MS);
    return () => {
      removeEventListener('popstate', onPop, { capture: true });
      clearInterval(timer);
    };
  }, []);
  useEffect(() => {
    const text = JSON.stringify(search);
    const isPopped = performance.now() - poppedMs.current < POPPED_MS;
    if (!isPopped && recent.current.includes(text)) return;
    poppedMs.current = Number.NEGATIVE_INFINITY;
    recent.current = [...recent.current, text].slice(-MAX_RECENT);
    latest.current.apply(search);
  }, [search]);

  return (change) => {
    writing.current(true);
    change();
    // Behind the change of components' state, which the address is made of.
    setTimeout(() => writing.current(false));
  };
}
