import type { Claim, Contact, Evidence, GivenWay } from '#shared/model'

import { wordsOf } from '#main/database/domino'
import { hiding, namesToHide, nameToHide, publicSource, wordingOf } from '#main/database/public-source'

/**
 * What of confidential sources and persons may be told. Their records are replaced by the wording chosen for them; in
 * what people wrote about the claims their names are replaced too. The article's own words stay: they are public.
 */
export function telling(claims: readonly Claim[], contacts: readonly Contact[]) {
  const sources = new Map(
    claims.flatMap(({ evidence }) => evidence).map(({ source }) => [source.id, source] as const),
  )
  const hide = hiding([
    ...[...sources.values()]
      .filter(({ confidential }) => confidential)
      .map((source) => ({ names: namesToHide(source), wording: wordingOf(source) })),
    ...contacts
      .filter(({ confidential }) => confidential)
      .map((contact) => ({ names: nameToHide(contact.name), wording: wordingOf(contact) })),
  ])
  const hideIn = (text: string | null) => text && hide(text)

  function source(of: Evidence['source']) {
    const told = publicSource(of)
    return {
      ...told,
      note: hideIn(told.note),
      reliabilityReason: hideIn(told.reliabilityReason),
      conflicts: hideIn(told.conflicts),
      statusReason: hideIn(told.statusReason),
    }
  }

  /** The name of a file often is the name of a person: of a confidential source its hash says which it is. */
  function fileName({
    source: from,
    file,
  }: Pick<Evidence, 'source'> & { file: { hash: string; name: string } }) {
    if (!from.confidential) return hide(file.name)
    const extension = /\.[a-z0-9]{1,5}$/i.exec(file.name)?.[0] ?? ''
    return `${file.hash.slice(0, 12)}${extension}`
  }

  function contact({ name, role, confidential, publicWording, ...rest }: Contact) {
    const { claimId: _, personId: __, at: ___, ...facts } = rest
    return {
      ...facts,
      confidential,
      name: confidential ? wordingOf({ publicWording }) : name,
      role: confidential ? null : role,
      question: hide(facts.question),
      answer: hideIn(facts.answer),
    }
  }

  function givenWay(way: GivenWay): GivenWay {
    const about = sources.get(way.sourceId)
    const told = about?.confidential
      ? { ...way, title: wordingOf(about), reason: way.how === 'expired' ? way.reason : null }
      : { ...way, title: hide(way.title), reason: hideIn(way.reason) }
    return { ...told, words: wordsOf(told) }
  }

  return { hide, hideIn, source, fileName, contact, givenWay }
}
