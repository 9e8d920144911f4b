/**
 * Runs in the page, before the application: which picture is on show when, when somebody pressed or moved, how long the page's own
 * frames last. Plain JavaScript, because a page gets it as it is; what is read from it belongs to probe.ts.
 */
(() => {
  // The strip of packages/simulator/scene/frame-strip.ts: 32 blocks along the lower edge, 24 bits of number, 8 of checksum.
  const BLOCKS = 32;
  const HEIGHT_SHARE = 45;
  const MOST_KEPT = 200_000;

  const row = document.createElement('canvas');
  row.height = 1;
  const pixels = row.getContext('2d', { willReadFrequently: true });

  const checksum = (number) => (number % 251) ^ 0xa5;

  /** The number drawn into what an element shows; null: there is none, or it is not readable. */
  const numberOf = (element) => {
    const width = element.videoWidth ?? element.width;
    const height = element.videoHeight ?? element.height;
    if (!width || !height) return null;
    if (row.width !== width) row.width = width;
    const y = height - Math.ceil(Math.round(height / HEIGHT_SHARE) / 2);
    pixels.drawImage(element, 0, y, width, 1, 0, 0, width, 1);
    const { data } = pixels.getImageData(0, 0, width, 1);
    let bits = 0;
    for (let block = 0; block < BLOCKS; block += 1) {
      const value = data[Math.floor((width / BLOCKS) * (block + 0.5)) * 4];
      if (value > 80 && value < 170) return null;
      bits = ((bits << 1) | (value >= 128 ? 1 : 0)) >>> 0;
    }
    const number = bits >>> 8;
    return checksum(number) === (bits & 0xff) ? number : null;
  };

  const nameOf = (element) => element.closest('[data-state], figure')?.textContent ?? '';

  let wish = null;
  let watched = new WeakSet();
  let pictures = [];
  let stills = [];
  let moves = [];
  let pressedMs = null;
  const newestMediaS = new WeakMap();

  const keep = (list, one) => {
    if (list.length < MOST_KEPT) list.push(one);
  };

  /** @param atMs when it is seen, of the page's clock */
  const keepPicture = (element, atMs, mediaS) => {
    const unixMs = Date.now() + (atMs - performance.now());
    newestMediaS.set(element, mediaS);
    const number = wish.strips ? numberOf(element) : null;
    keep(pictures, { atMs, unixMs, mediaS, number, name: nameOf(element) });
  };

  const rest = (element, go) => {
    if (!element.isConnected || !element.matches(wish.selector)) watched.delete(element);
    else if (wish.everyMs > 0) setTimeout(() => go(), wish.everyMs);
    else go();
  };

  const watchVideo = (element) => {
    const next = () =>
      element.requestVideoFrameCallback((now, { expectedDisplayTime, mediaTime }) => {
        keepPicture(element, Math.max(now, expectedDisplayTime), mediaTime);
        rest(element, next);
      });
    next();
  };

  const watchCanvas = (element) => {
    let last = null;
    const next = () =>
      requestAnimationFrame((now) => {
        const number = numberOf(element);
        if (number !== null && number !== last) keepPicture(element, now, 0);
        last = number;
        rest(element, next);
      });
    next();
  };

  const look = () => {
    if (wish === null) return;
    for (const element of document.querySelectorAll(wish.selector)) {
      if (watched.has(element)) continue;
      watched.add(element);
      if (element instanceof HTMLVideoElement) watchVideo(element);
      else watchCanvas(element);
    }
  };

  new MutationObserver((changes) => {
    look();
    for (const { attributeName, target } of changes) {
      if (attributeName !== 'data-unix-ms') continue;
      const unixMs = Number(target.dataset.unixMs);
      requestAnimationFrame((atMs) => keep(stills, { atMs, unixMs }));
    }
  }).observe(document, {
    childList: true,
    subtree: true,
    attributes: true,
    attributeFilter: ['data-enlarged', 'data-unix-ms'],
  });
  // Before the application hears of it; the time is the browser's, of the input itself.
  addEventListener('pointerup', ({ timeStamp }) => (pressedMs = timeStamp), true);
  addEventListener('pointermove', ({ timeStamp }) => keep(moves, timeStamp), true);

  let frames = null;
  let lastFrameMs = null;
  const countFrame = (now) => {
    if (frames === null) return;
    if (lastFrameMs !== null) keep(frames, now - lastFrameMs);
    lastFrameMs = now;
    requestAnimationFrame(countFrame);
  };

  globalThis.bench = {
    watch(wished) {
      wish = wished;
      watched = new WeakSet();
      look();
    },
    forget() {
      pictures = [];
      stills = [];
      moves = [];
      pressedMs = null;
    },
    seen: () => ({ pressedMs, pictures, stills, moves }),
    /** What each element shows now, without waiting for its next picture. */
    shown: () =>
      Array.from(document.querySelectorAll(wish.selector), (element) => ({
        unixMs: Date.now(),
        number: numberOf(element),
        name: nameOf(element),
      })),
    /** Where each video stands, all at one instant. */
    positions: () =>
      Array.from(document.querySelectorAll(wish.selector), (element) => ({
        currentS: element.currentTime,
        shownS: newestMediaS.get(element) ?? null,
        readyState: element.readyState,
        playing: !element.paused,
      })),
    countFrames() {
      frames = [];
      lastFrameMs = null;
      requestAnimationFrame(countFrame);
    },
    countedFrames() {
      const counted = frames ?? [];
      frames = null;
      return counted;
    },
  };
})();
