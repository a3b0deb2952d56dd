import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'

import type { Input, Output } from '#shared/contract'
import type { Person, PersonId, RatingScale, Settings } from '#shared/model'

import { useApi } from '../api'
import { useNoticeStore } from './notice-store'
import { useSavedStore } from './saved-store'

const DEFAULTS: Settings = {
  language: null,
  theme: 'system',
  textSize: 100,
  libraryWidth: 224,
  inspectorWidth: 372,
  contentScale: null,
  backupFolder: null,
}

/** Who is at the desk, which library is open and how it is shown. */
export const useSessionStore = defineStore('session', () => {
  const { call, onConnection } = useApi()
  const saved = useSavedStore()
  const notices = useNoticeStore()
  onConnection((connected) => (saved.connected = connected))

  const people = shallowRef<Person[]>([])
  const currentId = ref<PersonId | null>(null)
  const settings = ref<Settings>(DEFAULTS)
  const library = shallowRef<Output<'library.describe'> | null>(null)
  const scales = shallowRef<RatingScale[]>([])

  const person = computed(() => people.value.find(({ id }) => id === currentId.value) ?? null)

  async function start(): Promise<void> {
    const [described, read, listed] = await Promise.all([
      call('library.describe', {}),
      call('settings.read', {}),
      call('people.list', {}),
    ])
    library.value = described
    settings.value = read
    people.value = listed.people
    currentId.value = listed.currentId
    saved.savedAt = described.savedAt ? new Date(described.savedAt) : null
    if (described.readOnly !== null) notices.report(described.readOnly)
  }

  async function describe(): Promise<void> {
    library.value = await call('library.describe', {})
  }

  function verify(): Promise<Output<'library.verify'>> {
    return call('library.verify', {})
  }

  async function loadScales(): Promise<void> {
    scales.value = await call('scales.list', {})
  }

  async function refreshPeople(): Promise<void> {
    const listed = await call('people.list', {})
    people.value = listed.people
    currentId.value = listed.currentId
  }

  async function change(settingsToChange: Input<'settings.write'>): Promise<void> {
    settings.value = await saved.record('settings.write', settingsToChange)
  }

  async function actAs(personId: PersonId): Promise<void> {
    currentId.value = (await saved.record('people.actAs', { personId })).currentId
  }

  async function addPerson(name: string): Promise<Person> {
    const added = await saved.record('people.add', { name })
    people.value = [...people.value, added]
    return added
  }

  async function rename({ id, name: seen }: Pick<Person, 'id' | 'name'>, name: string): Promise<void> {
    const input = { personId: id, name, expected: { name: seen } }
    const renamed = await saved.record('people.rename', input)
    people.value = people.value.map((other) => (other.id === renamed.id ? renamed : other))
  }

  function nameOf(personId: PersonId): string {
    return people.value.find(({ id }) => id === personId)?.name ?? ''
  }

  return {
    people,
    currentId,
    person,
    settings,
    library,
    scales,
    start,
    describe,
    verify,
    loadScales,
    refreshPeople,
    change,
    actAs,
    addPerson,
    rename,
    nameOf,
  }
})
