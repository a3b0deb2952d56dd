/** As much of jsdom as these tests look at; the project has no types of it. */
declare module 'jsdom' {
  export interface ParsedElement {
    readonly textContent: string
    readonly tagName: string
    readonly className: string
    readonly attributes: ArrayLike<{ readonly name: string; readonly value: string }>
    getAttribute(name: string): string | null
    querySelector(selectors: string): ParsedElement | null
    querySelectorAll(selectors: string): ArrayLike<ParsedElement>
  }
  export class JSDOM {
    constructor(html: string, options?: { contentType?: string })
    readonly window: {
      readonly document: ParsedElement & { readonly title: string; readonly documentElement: ParsedElement }
    }
  }
}
