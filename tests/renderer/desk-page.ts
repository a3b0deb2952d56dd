import { DOMWrapper, type VueWrapper } from '@vue/test-utils'

import { settle } from './desk-support'

/** What a person finds in the window: buttons by their words, fields by their labels. */
export function pageOf(inspector: VueWrapper) {
  const body = new DOMWrapper(document.body)

  function button(name: string): DOMWrapper<Element> {
    const named = (each: DOMWrapper<Element>): boolean =>
      each.text().startsWith(name) || each.attributes('aria-label') === name
    const found = body.findAll('button').find(named)
    if (!found) throw new Error(`There is no button “${name}”`)
    return found
  }

  async function press(name: string): Promise<void> {
    await button(name).trigger('click')
    await settle()
  }

  function field(label: string): Omit<DOMWrapper<HTMLInputElement>, 'exists'> {
    const found = body.findAll('label').find((each) => each.text() === label)
    if (!found) throw new Error(`There is no field “${label}”`)
    const id = found.attributes('for')
    return id ? body.get<HTMLInputElement>(`#${id}`) : new DOMWrapper(found.element).get('input')
  }

  async function submit(): Promise<void> {
    await inspector.get('form').trigger('submit')
    await settle()
  }

  const section = (name: string): Omit<DOMWrapper<Element>, 'exists'> =>
    inspector.get(`section[aria-label="${name}"]`)

  /** A choice from the menu behind the button of that name. */
  async function choose(menu: string, entry: string): Promise<void> {
    await button(menu).trigger('click', { button: 0 })
    await settle()
    const found = body.findAll('[role="menuitem"]').find((each) => each.text() === entry)
    if (!found) throw new Error(`The menu has no entry “${entry}”`)
    await found.trigger('click')
    await settle()
  }

  return { button, press, field, submit, section, choose }
}
