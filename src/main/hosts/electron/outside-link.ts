const MAX_LINK_CHARACTERS = 2_000

export interface OutsideLink {
  address: string
  /** Where it really leads: the host as the network knows it, foreign letters as xn--…, or the mail address. */
  target: string
}

/** A link that may be opened outside after a question, else null. */
export function outsideLink(address: string): OutsideLink | null {
  const url = address.length <= MAX_LINK_CHARACTERS ? URL.parse(address) : null
  if (url?.protocol === 'http:' || url?.protocol === 'https:') {
    // "https://bank.example@evil.example" reads like the wrong host.
    if (url.username !== '' || url.password !== '') return null
    return { address: url.href, target: url.host }
  }
  // Fields behind the question mark could attach files.
  if (url?.protocol === 'mailto:') return { address: `mailto:${url.pathname}`, target: url.pathname }
  return null
}
