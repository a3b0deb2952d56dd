import { describe, expect, it } from 'vitest'

import { parsePartialDate } from '../../src/renderer/components/partial-date'

describe('a date as people write it', () => {
  it.each([
    ['8.3.2022', '2022-03-08'],
    ['08.03.2022', '2022-03-08'],
    ['8. März 2022', '2022-03-08'],
    ['8 March 2022', '2022-03-08'],
    ['March 8, 2022', '2022-03-08'],
    ['8/3/2022', '2022-03-08'],
    ['2022-03-08', '2022-03-08'],
    ['21. Sept. 2022', '2022-09-21'],
    ['29.2.2024', '2024-02-29'],
    ['März 2022', '2022-03'],
    ['3/2022', '2022-03'],
    ['2022-03', '2022-03'],
    [' 2022 ', '2022'],
  ])('reads %s with the precision it came in', (text, date) => {
    expect(parsePartialDate(text)).toBe(date)
  })

  it.each([
    '31. Februar 2022',
    '29.2.2023',
    '8.13.2022',
    '0.3.2022',
    '8.3.22',
    'gestern',
    'März',
    '8.3.2022 18:00',
    '',
  ])('does not make a day out of “%s”', (text) => {
    expect(parsePartialDate(text)).toBeNull()
  })
})
