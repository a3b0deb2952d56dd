import { cssString } from './markup'

/** The look of a report on screen and paper: light whatever the theme, and whole in black and white. */
export function reportStyle(running: { head: string; title: string; page: string; of: string }): string {
  return `
@page {
  size: A4;
  margin: 20mm 20mm 20mm 24mm;
  @top-left { content: ${cssString(running.head)}; font: 8.5pt ${SANS}; color: #454b52 }
  @top-right { content: ${cssString(running.title)}; font: 8.5pt ${SANS}; color: #454b52 }
  @bottom-right { content: ${cssString(`${running.page} `)} counter(page) ${cssString(` ${running.of} `)} counter(pages); font: 8.5pt ${SANS}; color: #454b52 }
}
@page :first { @top-left { content: none } @top-right { content: none } }
:root {
  color-scheme: light;
  --paper: #ffffff; --ink: #1b1e22; --ink2: #454b52; --ink3: #5a6169; --line: #d9dcda; --line2: #7c8285;
  --accent: #1f4a8a; --seal: #22262c; --ok: #17694a; --wrong: #b3261e; --unsure: #7c5700; --opinion: #66449a;
  --att: #9c1f5e; --att-soft: #f9e6ef;
  --serif: ${SERIF};
  --sans: ${SANS};
  --mono: 'Source Code Pro Variable', 'Source Code Pro', ui-monospace, 'SF Mono', Menlo, Consolas, 'Liberation Mono', monospace;
}
* { box-sizing: border-box }
html { font-size: 100%; -webkit-text-size-adjust: 100%; background: var(--paper) }
body {
  margin: 0 auto; padding: 2.5rem 1.5rem 4rem; max-width: 52rem; color: var(--ink); background: var(--paper);
  font: 400 0.875rem/1.25rem var(--sans); font-variant-numeric: lining-nums; overflow-wrap: break-word;
}
h1, h2, h3, h4, p, ol, ul, dl, dd, blockquote, table, pre { margin: 0; padding: 0; font: inherit }
ol, ul { list-style: none }
a { color: inherit; text-decoration: underline; text-decoration-thickness: 1px; text-underline-offset: 0.15em; text-decoration-color: var(--line2) }
a:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }
.mark { flex: none; vertical-align: -0.15em; overflow: visible }
.shapes { position: absolute }
.ink { color: var(--ink) } .ink3 { color: var(--ink3) } .accent { color: var(--accent) } .att { color: var(--att) }
.ok { color: var(--ok) } .unsure { color: var(--unsure) } .wrong { color: var(--wrong) } .opinion { color: var(--opinion) }
.invisible { border: 1px solid var(--line2); border-radius: 3px; padding: 0 0.2em; font: 500 0.7em/1 var(--mono); color: var(--ink2) }
.hash { font: 400 0.8125em/1.4 var(--mono); color: var(--ink2); overflow-wrap: anywhere; word-break: break-all }
.figure { font-variant-numeric: lining-nums tabular-nums }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }
.quiet { color: var(--ink3); font-size: 0.8125rem; line-height: 1.125rem }

/* Title */
.logo img { display: block; width: auto; max-width: 15rem; height: auto; max-height: 3.5rem; margin-bottom: 0.75rem }
.running { display: flex; justify-content: space-between; gap: 1rem; align-items: center; padding-bottom: 0.5rem; border-bottom: 1px solid var(--ink); color: var(--ink2); font-size: 0.8125rem }
.running span:first-child { display: inline-flex; align-items: center; gap: 0.45rem }
.kicker { margin-top: 2rem; color: var(--ink2); font-size: 0.875rem }
h1 { margin-top: 2rem; font: 600 2rem/2.3125rem var(--serif); letter-spacing: -0.012em; text-wrap: balance; hyphens: manual }
.kicker + h1 { margin-top: 0.25rem }
.byline { margin-top: 0.5rem; color: var(--ink2) }
.standing { display: flex; gap: 0.5rem; align-items: center; margin-top: 1.25rem; font-weight: 600; font-size: 0.9375rem }
.standing .mark { width: 20px; height: 20px }

/* Sections */
section { margin-top: 2.5rem }
h2 { padding-bottom: 0.375rem; border-bottom: 1px solid var(--ink); font: 650 1.0625rem/1.5rem var(--sans) }
.facts { display: grid; grid-template-columns: 10.5rem 1fr }
.facts > div { display: contents }
.facts dt, .facts dd { padding: 0.3125rem 0; border-bottom: 1px solid var(--line); min-width: 0 }
.facts dt { color: var(--ink3) }

/* What remains open */
.remaining { margin-top: 1.5rem; padding: 0.875rem 1.25rem 1rem; border: 1px solid var(--line2); border-left: 3px solid var(--ink3) }
.remaining.pressing { border-color: var(--att); border-left-width: 3px; background: color-mix(in srgb, var(--att-soft) 60%, var(--paper)) }
.remaining h2 { padding: 0; border: 0; font-size: 0.9375rem; line-height: 1.25rem }
.remaining p { margin-top: 0.25rem }
.remaining .lead { font: 400 1.0625rem/1.5rem var(--serif) }
.remaining ul { margin-top: 0.5rem }
.remaining li { display: grid; grid-template-columns: 1rem 1fr; gap: 0 0.5rem; padding: 0.1875rem 0; color: var(--ink) }
.remaining li > .mark { margin-top: 2px }
.remaining .what { font-weight: 600 }

/* Coverage */
.bar { display: block; margin-top: 0.875rem; border: 1px solid var(--line2) }
.bar .sealed { fill: var(--seal) }
.bar .hatch { stroke: var(--accent) }
.figures { display: flex; flex-wrap: wrap; gap: 0.25rem 1.5rem; margin-top: 0.625rem }
.figures li { display: inline-flex; align-items: center; gap: 0.4rem }
.figures strong, .amounts strong { font-weight: 600 }
.amounts { display: flex; flex-wrap: wrap; gap: 0.125rem 1.5rem; margin-top: 0.5rem; color: var(--ink2); font-size: 0.8125rem }

/* Ledger */
.kind { padding: 0.875rem 0 0.125rem 4.5rem; color: var(--ink3); font-size: 0.78125rem; line-height: 1rem; font-weight: 600 }
.kind span { font-weight: 400 }
.row { display: grid; grid-template-columns: 2rem 16px minmax(0, 1fr) 8.75rem; gap: 0 0.75rem; padding: 0.4375rem 0; border-bottom: 1px solid var(--line) }
.number { grid-column: 1; text-align: right; color: var(--ink3); font-size: 0.78125rem; line-height: 1.6875rem }
.pressing > .number { color: var(--ink); font-weight: 600 }
.row > .mark { grid-column: 2; margin-top: calc((1.6875rem - 16px) / 2) }
.state { grid-column: 4; grid-row: 1; margin-top: 0.28rem; color: var(--ink2); font-size: 0.8125rem; line-height: 1.125rem; text-align: right }
.pressing > .state { font-weight: 600; color: var(--ink) }
.sentence { grid-column: 3; grid-row: 1; font: 400 1.0625rem/1.6875rem var(--serif); hyphens: auto; text-wrap: pretty; white-space: pre-line }
.is-headline .sentence { font-size: 1.5rem; line-height: 1.8125rem; font-weight: 600; letter-spacing: -0.012em; hyphens: manual }
.is-lead .sentence { font-size: 1.125rem; font-weight: 500 }
.is-subhead .sentence { font-size: 1.125rem; font-weight: 650 }
.is-quote .sentence { padding-left: 1.25rem; font-size: 1.125rem; font-style: italic }
.is-kicker .sentence, .is-byline .sentence, .is-attribution .sentence, .is-caption .sentence, .is-credit .sentence, .is-link-note .sentence { font-family: var(--sans); font-size: 0.875rem; color: var(--ink2) }
.is-attribution .sentence { padding-left: 1.25rem }
.is-list-item .sentence::before { content: '– ' }
.decision { grid-column: 3 / -1; margin-top: 0.125rem; color: var(--ink2); font-size: 0.8125rem; line-height: 1.125rem }
.decision p + p, .decision .second-read { margin-top: 0.125rem }
.is-quote .decision, .is-attribution .decision { padding-left: 1.25rem }

/* A claim */
.claim { grid-column: 3 / -1; margin: 0.625rem 0 0.375rem; padding-left: 1rem; border-left: 1px solid var(--line2) }
.claim h3 { font-weight: 600; font-size: 0.8125rem; line-height: 1.125rem; color: var(--ink2) }
.claim h3 strong { font-weight: 650; color: var(--ink) }
.wording { margin-top: 0.25rem; font: 500 1.0625rem/1.4375rem var(--serif) }
.claimant { margin-top: 0.125rem; font-size: 0.8125rem; color: var(--ink2) }
.because { margin-top: 0.375rem; color: var(--att); font-weight: 600; font-size: 0.8125rem }
.answers { display: grid; grid-template-columns: 1fr 1fr; margin-top: 0.625rem; border: solid var(--ink); border-width: 1px 0; break-inside: avoid }
.answers.single { grid-template-columns: 1fr }
.answer { padding: 0.5rem 1rem 0.625rem 0; min-width: 0 }
.answer + .answer { padding-left: 1rem; border-left: 1px solid var(--line) }
.answer h4 { color: var(--ink3); font-size: 0.8125rem; line-height: 1.125rem }
.rating { display: flex; align-items: center; gap: 0.5rem; margin-top: 0.25rem; font-weight: 650; font-size: 1.0625rem; line-height: 1.5rem }
.rating.undecided { font-weight: 400 }
.superseded .rating { color: var(--ink3) }
.answers.superseded { border-style: dashed }
.answer .quiet { margin-top: 0.125rem }
.grounds { margin-top: 0.625rem }
.grounds h4 { font-weight: 600; font-size: 0.8125rem; line-height: 1.125rem }
.grounds .said { margin-top: 0.125rem; font: 400 1rem/1.4375rem var(--serif); hyphens: auto; text-wrap: pretty; white-space: pre-line }
.grounds .conclusion { font-weight: 500 }
.correction { margin-top: 0.375rem; padding-left: 0.625rem; border-left: 2px solid var(--ink2) }
.correction .answered { margin-top: 0.375rem; font-size: 0.8125rem; line-height: 1.125rem }
.correction .reason { white-space: pre-line }
.correction h5 { margin: 0; font: 600 0.8125rem/1.125rem var(--sans) }
.evidence { margin-top: 0.75rem }
.evidence > h4 { font-weight: 600; font-size: 0.8125rem }
.evidence > ol > li { display: grid; grid-template-columns: 1.5rem minmax(0, 1fr); padding: 0.375rem 0 0.4375rem; border-top: 1px solid var(--line); break-inside: avoid }
.evidence > h4 + ol { margin-top: 0.25rem }
.evidence .ordinal { color: var(--ink3); font-size: 0.8125rem }
.stance { display: flex; align-items: center; gap: 0.375rem; font-weight: 600; font-size: 0.8125rem; line-height: 1.125rem }
.source-title { font-weight: 600 }
.place { color: var(--ink2); font-size: 0.8125rem; line-height: 1.125rem }
.original { margin-top: 0.5rem }
.passage { margin: 0.25rem 0; padding-left: 0.625rem; border-left: 2px solid var(--line2); font: 400 0.9375rem/1.25rem var(--serif); hyphens: auto; white-space: pre-line }
.note { font-size: 0.8125rem; line-height: 1.125rem; white-space: pre-line }
.file { color: var(--ink2); font-size: 0.8125rem; line-height: 1.125rem }
.file.damaged { color: var(--att); font-weight: 600 }
.none { color: var(--att); font-weight: 600; font-size: 0.8125rem; margin-top: 0.5rem }
.second-read { display: grid; grid-template-columns: 16px 1fr; gap: 0 0.5rem; margin-top: 0.625rem; font-size: 0.8125rem; line-height: 1.125rem; color: var(--ink2); break-inside: avoid }
.second-read .reason { margin-top: 0.125rem; font: 400 0.9375rem/1.25rem var(--serif); color: var(--ink); white-space: pre-line }
.claim > .quiet { margin-top: 0.5rem }

/* Lists at the end */
.listed > li { display: grid; grid-template-columns: 2rem minmax(0, 1fr); padding: 0.5rem 0; border-bottom: 1px solid var(--line); break-inside: avoid }
.listed .ordinal { color: var(--ink3) }
.address { overflow-wrap: anywhere; font-size: 0.8125rem; line-height: 1.125rem; color: var(--ink2) }
.dropped > li { padding: 0.375rem 0; border-bottom: 1px solid var(--line); color: var(--ink2); white-space: pre-line }
.help { padding: 0.5rem 0; color: var(--ink2); max-width: 40rem }
table { width: 100%; border-collapse: collapse }
th, td { padding: 0.375rem 0.5rem 0.375rem 0; border-bottom: 1px solid var(--line); text-align: right; vertical-align: bottom; font-variant-numeric: lining-nums tabular-nums }
th:first-child, td:first-child { text-align: left }
thead th { color: var(--ink3); font-weight: 400; font-size: 0.8125rem; line-height: 1rem }
tbody th { font-weight: 600 }
.scale { padding: 0.625rem 0 0.375rem; break-inside: avoid }
.scale h3 { font-weight: 600 }
.scale dl { margin-top: 0.25rem }
.scale dl > div { display: grid; grid-template-columns: 24px 10rem minmax(0, 1fr); gap: 0 0.5rem; align-items: start; padding: 0.25rem 0 }
.scale dt { font-weight: 600 }
.scale dd { color: var(--ink2) }
.checking { margin-top: 1rem }
.checking h3 { font-weight: 600 }
.checking p { margin-top: 0.5rem; color: var(--ink2) }
.checking pre { margin-top: 0.125rem; font: 500 0.8125rem/1.25rem var(--mono); white-space: pre-wrap; overflow-wrap: anywhere }

/* What is far off the screen is laid out when it comes near: a long article opens at once. */
@media screen {
  .block { content-visibility: auto; contain-intrinsic-size: auto 12rem }
}
@media screen and (min-width: 64rem) {
  body { padding: 4rem 5.75rem 6rem; max-width: 62rem }
}
@media screen and (max-width: 40rem) {
  body { padding: 1.25rem 1rem 3rem }
  h1 { font-size: 1.625rem; line-height: 1.9375rem }
  .facts { display: block; border-bottom: 1px solid var(--line) }
  .facts > div { display: block; padding: 0.375rem 0; border-top: 1px solid var(--line) }
  .facts dt, .facts dd { padding: 0; border: 0 }
  .facts dt { font-size: 0.8125rem }
  .kind { padding-left: 0 }
  .row { grid-template-columns: auto 16px 1fr; gap: 0 0.5rem; padding: 0.625rem 0 }
  .running { flex-direction: column; align-items: flex-start; gap: 0.125rem }
  .row > .number { line-height: 1.25rem }
  .state { margin-top: 0; line-height: 1.25rem }
  .row > .mark { margin-top: 0.125rem }
  .state { grid-column: 3; text-align: left }
  .sentence, .decision, .claim { grid-column: 1 / -1 }
  .sentence { grid-row: 2; margin-top: 0.125rem }
  .claim { padding-left: 0.75rem }
  .scale dl > div { grid-template-columns: 24px 1fr }
  .scale dd { grid-column: 2 }
  .wide { overflow-x: auto }
}
@media print {
  html { font-size: 10.5pt }
  body { margin: 0; padding: 0; max-width: none; -webkit-print-color-adjust: exact; print-color-adjust: exact }
  h1 { font-size: 22pt; line-height: 26pt }
  .sentence { font-size: 11.5pt; line-height: 17pt; orphans: 2; widows: 2 }
  h2, h3, h4, .kind { break-after: avoid }
  .row:not(:has(.claim)) { break-inside: avoid }
  .claim { break-before: avoid }
  .claim > .quiet { break-before: avoid }
  .facts > div, .remaining li, tr, .running, .standing { break-inside: avoid }
  .is-quote:not(:has(.claim)) { break-inside: avoid; break-after: avoid }
  a { text-decoration: none }
}
@media (forced-colors: active) {
  :root { --paper: Canvas; --seal: CanvasText; --accent: CanvasText }
  .mark, .bar { forced-color-adjust: none; color: CanvasText }
  .knocked-out { stroke: Canvas }
}
`
}

const SERIF = `'Source Serif 4 Variable', 'Source Serif 4', 'Source Serif Pro', Charter, 'Bitstream Charter', Georgia, 'Liberation Serif', serif`
const SANS = `'Source Sans 3 Variable', 'Source Sans 3', 'Source Sans Pro', system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Liberation Sans', sans-serif`
