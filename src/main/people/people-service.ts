import { AppError } from '#shared/errors'
import type { PersonId } from '#shared/model'

import { notFound } from '#main/database/article-desk'
import { refuseOutdated } from '#main/database/refuse-outdated'
import type { Handlers } from '#main/dispatcher'
import type { ServiceContext } from '#main/service-context'

import { peopleQueries } from './people-queries'

type PeopleHandlers = Pick<Handlers, 'people.list' | 'people.add' | 'people.rename' | 'people.actAs'>

export function peopleService({
  db,
  now,
  newId,
  personId,
  change,
  actAs,
}: ServiceContext & { actAs: (personId: PersonId) => void }): PeopleHandlers {
  const queries = peopleQueries(db)

  const person = (id: PersonId) => {
    const found = queries.one(id)
    if (!found) throw notFound('Diese Person', 'This person')
    return found
  }

  const refuseTakenName = (name: string, except: PersonId | null) => {
    const taken = queries.all().some((each) => each.id !== except && each.name === name)
    if (taken) {
      throw new AppError('rule_broken', {
        de: `„${name}“ gibt es schon. Wählen Sie diese Person aus oder einen Namen, der sie unterscheidet.`,
        en: `There is already a “${name}”. Choose that person, or a name that tells the two apart.`,
      })
    }
  }

  return {
    'people.list': () => ({ people: queries.all(), currentId: personId() }),

    'people.add': ({ name }) => {
      refuseTakenName(name, null)
      const id = newId<PersonId>()
      change({ action: 'person.added', facts: { name } }, (rows) => {
        rows.insert('people', { id, name, created_at: now().toISOString() })
      })
      return person(id)
    },

    'people.rename': ({ personId: id, name, expected }) => {
      const before = person(id)
      refuseOutdated(
        { de: 'Der Name dieser Person', en: 'The name of this person' },
        { expected, current: before, wanted: { name } },
      )
      refuseTakenName(name, id)
      change({ action: 'person.renamed', facts: { name, before: before.name } }, (rows) => {
        rows.update('people', id, { name })
      })
      return person(id)
    },

    'people.actAs': ({ personId: id }) => {
      person(id)
      actAs(id)
      return { currentId: id }
    },
  }
}
