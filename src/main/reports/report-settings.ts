import { ReportLogo, ReportSettings, type ReportOptions } from '#shared/model'

import { refuseOutdated } from '#main/database/refuse-outdated'
import type { Handlers } from '#main/dispatcher'

import { readLogo, type Logo } from './logo'
import type { ReportQueries } from './report-queries'

type SettingsHandlers = Pick<
  Handlers,
  'reportSettings.read' | 'reportSettings.write' | 'reportSettings.setLogo'
>

/** How the reports of a library are wanted. It lies with the library, beside its history. */
export function reportSettings(queries: ReportQueries) {
  const settings = () => ReportSettings.parse(JSON.parse(queries.setting('report') ?? '{}'))

  function logo(): Logo | null {
    const kept = queries.setting('reportLogo')
    if (kept === undefined) return null
    // The row holds what setLogo wrote.
    const base64 = JSON.parse(kept) as string
    return { ...readLogo(Buffer.from(base64, 'base64')), base64 }
  }

  const handlers: SettingsHandlers = {
    'reportSettings.read': () => {
      const kept = logo()
      return { settings: settings(), logo: kept && ReportLogo.strip().parse(kept) }
    },
    'reportSettings.write': ({ expected, ...given }) => {
      refuseOutdated(
        { de: 'Diese Vorgabe für Berichte', en: 'This setting for reports' },
        { expected, current: settings(), wanted: given },
      )
      const changed = ReportSettings.parse({ ...settings(), ...given })
      queries.writeSetting('report', JSON.stringify(changed))
      return changed
    },
    'reportSettings.setLogo': ({ bytes }) => {
      if (bytes === null) {
        queries.dropSetting('reportLogo')
        return { logo: null }
      }
      const found = readLogo(Buffer.from(bytes, 'base64'))
      queries.writeSetting('reportLogo', JSON.stringify(bytes))
      return { logo: found }
    },
  }

  /** What was not said for one report is as the library keeps it. */
  function optionsOf(given: ReportOptions): ReportOptions {
    const { house, method, correctionsPolicy, contact, order, withEvidence, withUnsettled, withHands } =
      settings()
    return {
      ...{ house, method, correctionsPolicy, contact, order, withEvidence, withUnsettled },
      ...(withHands === null ? {} : { withHands }),
      ...given,
    }
  }

  return { handlers, optionsOf, logo }
}
