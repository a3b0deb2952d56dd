import { AppError, type UiLanguage } from '#shared/errors'
import type { TimeStamp } from '#shared/model'

import { notFound } from '#main/database/article-desk'
import type { Handlers } from '#main/dispatcher'
import type { ServiceContext } from '#main/service-context'

import { timeStampQueries, type TimeStampRow } from './time-stamp-queries'

type TimeStampHandlers = Pick<
  Handlers,
  'timestamps.list' | 'timestamps.prepare' | 'timestamps.export' | 'timestamps.attach'
>

/** Loaded when it is needed: what it reads with is large, and most starts need none of it. */
const tokens = () => import('./time-stamp-token')

/** Time stamps by RFC 3161. Nothing is sent from here: a person carries the request out and the answer back. */
export function timeStampService({
  db,
  now,
  newId,
  personId,
  history,
  change,
}: ServiceContext): TimeStampHandlers {
  const queries = timeStampQueries(db)

  const stored = (id: string) => {
    const found = queries.one(id)
    if (!found) throw notFound('Diesen Zeitstempel', 'This time stamp')
    return found
  }

  /** What the stamp is over, as stored with it and as its events name it. */
  function subjectOf(what: string) {
    if (what === 'history head') {
      const { sequence, hash } = history.head()
      return { imprint: hash, eventSequence: sequence, fileHash: null, name: `#${String(sequence)}` }
    }
    const name = queries.fileName(what)
    if (name === undefined) throw notFound('Diese Belegdatei', 'This evidence file')
    return { imprint: what, eventSequence: null, fileHash: what, name }
  }

  return {
    'timestamps.list': (_, { language }) => queries.all().map((row) => asTimeStamp(row, language)),

    'timestamps.prepare': async ({ what }, { language }) => {
      const { timeStampRequest } = await tokens()
      const { imprint, eventSequence, fileHash, name } = subjectOf(what)
      const id = newId()
      change({ action: 'timestamp.prepared', facts: { name } }, (rows) => {
        rows.insert('time_stamps', {
          id,
          imprint,
          event_sequence: eventSequence,
          evidence_file_id: fileHash,
          request: Buffer.from(timeStampRequest(imprint)).toString('base64'),
          token: null,
          certificates: null,
          stamped_at: null,
          authority: null,
          serial_number: null,
          chain: null,
          created_by: personId(),
          created_at: now().toISOString(),
        })
      })
      return asTimeStamp(stored(id), language)
    },

    'timestamps.export': ({ timestampId }) => {
      const { request, token, imprint } = stored(timestampId)
      const name = `belegt-${imprint.slice(0, 12)}`
      return token === null
        ? { fileName: `${name}.tsq`, mediaType: 'application/timestamp-query', bytes: request }
        : { fileName: `${name}.token.der`, mediaType: 'application/timestamp-token', bytes: token }
    },

    'timestamps.attach': async ({ timestampId, bytes, certificates }, { language }) => {
      const { verifyAnswer } = await tokens()
      const row = stored(timestampId)
      if (row.token !== null) throw isAttached()
      const stamp = verifyAnswer(
        Buffer.from(bytes, 'base64'),
        Buffer.from(row.request, 'base64'),
        certificates.map((certificate) => Buffer.from(certificate, 'base64')),
      )
      const name = row.fileName ?? `#${String(row.eventSequence)}`
      change({ action: 'timestamp.attached', facts: { name, authority: stamp.authority } }, (rows) => {
        rows.update('time_stamps', timestampId, {
          token: Buffer.from(stamp.token).toString('base64'),
          certificates: certificates.length === 0 ? null : JSON.stringify(certificates),
          stamped_at: stamp.stampedAt.toISOString(),
          authority: stamp.authority,
          serial_number: stamp.serialNumber,
          chain: stamp.chain,
        })
      })
      return asTimeStamp(stored(timestampId), language)
    },
  }
}

function asTimeStamp({ request: _, token, fileName, ...row }: TimeStampRow, language: UiLanguage): TimeStamp {
  return {
    ...row,
    state: token === null ? 'waiting' : 'attached',
    text: whatItProves({ ...row, fileName })[language],
  }
}

function whatItProves({
  eventSequence,
  fileName,
  stampedAt,
  authority,
  chain,
  createdAt,
}: Omit<TimeStampRow, 'request' | 'token'>) {
  const subject =
    fileName === null
      ? {
          de: `Der Verlauf bis zum Eintrag ${String(eventSequence)}`,
          en: `The history up to entry ${String(eventSequence)}`,
        }
      : { de: `Die Datei „${fileName}“`, en: `The file "${fileName}"` }
  if (stampedAt === null || authority === null) {
    return {
      de: `${subject.de}: Anfrage vorbereitet am ${inWords(createdAt, 'de')} (Zeit dieses Computers). Speichern Sie die Anfrage, senden Sie sie an eine Zeitstempel-Stelle und laden Sie deren Antwort hier.`,
      en: `${subject.en}: request prepared on ${inWords(createdAt, 'en')} (time of this computer). Save the request, send it to a time-stamp authority and load its answer here.`,
    }
  }
  const unsure = {
    de: ' Wer diese Stelle ist, bestätigt kein mitgegebenes Wurzelzertifikat.',
    en: ' No root certificate was given that confirms who this authority is.',
  }
  return {
    de: `${subject.de} existierte vor dem ${inWords(stampedAt, 'de')}, sagt ${authority}.${chain === 'to given root' ? '' : unsure.de}`,
    en: `${subject.en} existed before ${inWords(stampedAt, 'en')}, says ${authority}.${chain === 'to given root' ? '' : unsure.en}`,
  }
}

function inWords(instant: string, language: UiLanguage): string {
  return `${new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'medium', timeZone: 'UTC' }).format(new Date(instant))} UTC`
}

function isAttached(): AppError {
  return new AppError('rule_broken', {
    de: 'Zu dieser Anfrage gibt es schon einen Zeitstempel. Bereiten Sie für einen weiteren eine neue Anfrage vor.',
    en: 'This request has its time stamp already. Prepare a new request for another one.',
  })
}
