/** What the correction list and the public fact check need beside the dress of the checking file. */
export const piecesStyle = `
.notice { margin-top: 1rem; padding: 0.5rem 0.75rem; border: 1px solid var(--att); border-left-width: 3px; font-weight: 600 }
.pieces > p:first-child { margin-top: 1.5rem }
.pieces h3 { margin-top: 1.25rem; font-weight: 650; font-size: 0.9375rem }
.pieces h4 { margin-top: 0.875rem; font-weight: 600; font-size: 0.8125rem }
.pieces strong { font-weight: 600 }
.pieces .answer .asks { color: var(--ink3); font-size: 0.8125rem; line-height: 1.125rem }
.pieces .plain { margin-top: 0.5rem }
.pieces .reading { margin-top: 0.625rem; font: 400 1.0625rem/1.6rem var(--serif); hyphens: auto; text-wrap: pretty; white-space: pre-line }
.pieces .pressing { margin-top: 0.5rem; color: var(--att); font-weight: 600 }
.pieces figure { margin: 1rem 0 0; padding-left: 1.25rem }
.pieces blockquote { font: italic 400 1.25rem/1.6875rem var(--serif); hyphens: auto; white-space: pre-line }
.pieces figcaption { margin-top: 0.25rem; color: var(--ink2); font-size: 0.8125rem }
.pieces .rating { font-size: 1.1875rem }
.pieces .listed { margin-top: 0.25rem }
.pieces dd { white-space: pre-line }
.is-corrections dd { font: 400 1.0625rem/1.5rem var(--serif) }
.boxes { display: grid; grid-template-columns: auto 1fr; gap: 0.5rem 2rem; margin-top: 0.75rem; padding-bottom: 1.5rem; border-bottom: 1px solid var(--line2) }
.boxes li { display: flex; gap: 0.5rem; align-items: center }
.boxes li:last-child { border-bottom: 1px dotted var(--line2) }
.box { display: grid; flex: none; place-items: center; width: 14px; height: 14px; border: 1.5px solid var(--ink); font: 600 0.875rem/1 var(--sans) }
@media print {
  .pieces h3, .pieces h4, .pieces .asks { break-after: avoid }
  .pieces figure, .boxes, .notice { break-inside: avoid }
  .reading { orphans: 2; widows: 2 }
}
`
