/** The one style sheet of the pages, for a telephone of 390 pixels and a wall of 1920; nothing is loaded from anywhere. */
export const PAGE_STYLE = `
:root { color-scheme: light dark; font: 16px/1.45 system-ui, "Noto Sans", "DejaVu Sans", sans-serif; color: #1b1f24; background: #eef0f3; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1rem; max-width: 118rem; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0; }
h2 { font-size: 1.2rem; margin: 1.4rem 0 .5rem; }
h3 { font-size: 1.1rem; margin: 0; overflow-wrap: anywhere; }
p { margin: .3rem 0; }
a { color: #0b57a4; }
code { display: block; padding: .5rem .7rem; background: #e3e6ea; border-radius: .3rem; overflow-wrap: anywhere; white-space: pre-wrap; }
.product { font-weight: 700; color: #3d444d; }
.en { color: #57606a; font-size: .85em; font-weight: 400; }
.when { color: #3d444d; }
.detail { color: #57606a; font-size: .9em; font-weight: 400; }
nav { display: flex; flex-wrap: wrap; align-items: center; gap: .25rem .5rem; margin: 0 0 .9rem; }
nav a { display: inline-flex; align-items: center; min-height: 2.5rem; padding: 0 .65rem; border-radius: .4rem; font-weight: 600; text-decoration: none; background: #fff; }
nav a:hover { text-decoration: underline; }
nav .open { background: #007945; color: #fff; }
nav .language { margin-left: auto; }
a:focus-visible { outline: .2rem solid currentColor; outline-offset: .15rem; }
.sum { font-size: 1.35rem; font-weight: 700; margin: .8rem 0 .2rem; }
.notice { padding: .7rem .9rem; margin: .5rem 0; border-left: .4rem solid #57606a; background: #fff; border-radius: .3rem; overflow-wrap: anywhere; }
.notice strong { display: inline-block; } .notice strong::first-letter { text-transform: uppercase; }
.cards { display: grid; gap: .7rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 21rem), 1fr)); padding: 0; margin: 0; list-style: none; align-items: start; }
.card { background: #fff; border-radius: .4rem; padding: .7rem .9rem; border-top: .4rem solid #57606a; overflow-wrap: anywhere; }
.state { display: inline-block; color: #fff; background: #57606a; font-weight: 700; padding: .05rem .55rem; border-radius: .3rem; }
.state::first-letter { text-transform: uppercase; }
.bad { border-color: #b3261e; } .bad > .state, .sum .bad { background: #b3261e; }
.warn { border-color: #8a5300; } .warn > .state { background: #8a5300; }
.good { border-color: #1a7037; } .good > .state { background: #1a7037; }
.sum .bad { color: #fff; padding: 0 .4rem; border-radius: .3rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem .7rem; margin: .4rem 0 0; }
dt { color: #3d444d; } dd { margin: 0; }
.try { font-weight: 600; }
meter { width: 100%; height: 1rem; }
footer { margin-top: 1.6rem; font-size: .9rem; color: #3d444d; }
footer a { display: inline-block; padding: .65rem .2rem; }
.back { display: inline-flex; align-items: center; min-height: 2.5rem; }
@media (prefers-color-scheme: dark) {
  :root { color: #e6e9ed; background: #14171a; }
  a { color: #8ab8f0; }
  code { background: #2a2f35; }
  .en, .detail { color: #a3adb8; }
  .product, .when, dt, footer { color: #b9c2cc; }
  .notice, .card, nav a { background: #1f2429; }
}
@media (min-width: 1600px) {
  :root { font-size: 17px; }
  .beside { display: grid; grid-template-columns: 1fr 19rem; gap: 0 1rem; }
  .cards { grid-template-columns: repeat(auto-fill, minmax(min(100%, 19rem), 1fr)); }
}
`;
