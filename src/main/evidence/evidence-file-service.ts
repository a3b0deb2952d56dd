import { MAX_CHUNK_BYTES } from '#shared/contract'
import { AppError, type UiLanguage } from '#shared/errors'
import type { FileTextPart, ListedEvidenceFile } from '#shared/model'

import { notFound } from '#main/database/article-desk'
import { captureRow, insertEvidenceFile, type Origin } from '#main/database/evidence-file-rows'
import type { Handlers } from '#main/dispatcher'
import { nameFitsType } from '#main/documents/media-type'
import type { ServiceContext } from '#main/service-context'

import { evidenceFileQueries, lastCheckOf, type ListedFileRow } from './evidence-file-queries'
import type { EvidenceFolder } from './evidence-folder'
import { damagedOf, type FileChecks } from './file-checks'
import type { FileTexts } from './file-texts'
import type { SearchIndex } from './search-index'
import { findPages, findPlaces } from './word-search'

type FileHandlers = Pick<
  Handlers,
  | 'evidenceFiles.begin'
  | 'evidenceFiles.append'
  | 'evidenceFiles.finish'
  | 'evidenceFiles.cancel'
  | 'evidenceFiles.read'
  | 'evidenceFiles.list'
  | 'evidenceFiles.describe'
  | 'evidenceFiles.check'
  | 'evidenceFiles.compare'
  | 'evidenceFiles.recover'
  | 'evidenceFiles.remove'
  | 'evidenceFiles.text'
  | 'evidenceFiles.search'
  | 'evidenceFiles.places'
>

/** Text in one reply, in UTF-16 units. */
const MAX_REPLY_LENGTH = 1_000_000

export function evidenceFileService({
  db,
  now,
  newId,
  personId,
  change,
  tasks,
  folder,
  checks,
  texts,
  index,
  copyFromBackup,
  version,
}: ServiceContext & {
  folder: EvidenceFolder
  checks: FileChecks
  texts: FileTexts
  index: SearchIndex
  /** Puts the bytes of this SHA-256 in their place; false where no backup has them. */
  copyFromBackup: (hash: string) => boolean
  version: string
}): FileHandlers {
  const queries = evidenceFileQueries(db)

  const upload = (uploadId: string) => {
    const found = folder.upload(uploadId)
    if (!found) throw notFound('Diese Übertragung', 'This upload')
    return found
  }

  const storedFile = (hash: string) => {
    const found = queries.one(hash)
    if (!found) throw notFound('Diese Belegdatei', 'This evidence file')
    return found
  }

  const bringing = () => ({ newId, personId: personId(), at: now().toISOString(), version })

  /** The same bytes again: another origin is worth a line in the custody record, the same one is not. */
  function rememberOrigin(hash: string, name: string, origin: Origin): void {
    const isKnown = queries
      .captures(hash)
      .some(
        (capture) =>
          capture.name === name &&
          capture.sourceUrl === origin.sourceUrl &&
          capture.archiveUrl === origin.archiveUrl &&
          capture.note === origin.note,
      )
    if (isKnown) return
    change({ action: 'evidenceFile.broughtAgain', facts: { name, hash } }, (rows) => {
      rows.insert('captures', captureRow({ hash, name }, origin, bringing()))
    })
  }

  function listed(row: ListedFileRow): ListedEvidenceFile {
    const { readingState, check: _, ...file } = row
    return {
      ...file,
      nameFitsType: nameFitsType(file.name, file.mediaType),
      textState: texts.stateOf(file.hash, readingState),
      lastCheck: lastCheckOf(row),
    }
  }

  /** Parts from a number on, until a reply is full; one at least. */
  function textFrom(hash: string, from: number): { parts: FileTextPart[]; next: number | null } {
    const parts: FileTextPart[] = []
    let length = 0
    for (const part of queries.parts(hash, from)) {
      if (parts.length > 0 && length + part.text.length > MAX_REPLY_LENGTH)
        return { parts, next: part.number }
      parts.push(part)
      length += part.text.length
    }
    return { parts, next: null }
  }

  return {
    'evidenceFiles.begin': ({ name, sizeInBytes, ...origin }) => {
      return { uploadId: folder.begin(name, sizeInBytes, origin) }
    },

    'evidenceFiles.append': ({ uploadId, bytes }) => {
      const found = upload(uploadId)
      const chunk = Buffer.from(bytes, 'base64')
      if (chunk.length > MAX_CHUNK_BYTES) throw chunkTooLarge()
      if (found.receivedBytes + chunk.length > found.expectedBytes) {
        folder.cancel(uploadId)
        throw otherSize(found.expectedBytes)
      }
      try {
        folder.append(found, chunk)
      } catch (error) {
        folder.cancel(uploadId)
        throw error
      }
      return { receivedBytes: found.receivedBytes }
    },

    'evidenceFiles.finish': async ({ uploadId }) => {
      const found = upload(uploadId)
      if (found.receivedBytes !== found.expectedBytes) {
        folder.cancel(uploadId)
        throw otherSize(found.expectedBytes)
      }
      const stored = await folder.finish(uploadId, found).catch((error: unknown) => {
        folder.cancel(uploadId)
        throw error
      })
      const known = queries.one(stored.hash)
      if (known) {
        rememberOrigin(stored.hash, stored.name, found.origin)
        await checks.mended(stored.hash)
        return known
      }
      change({ action: 'evidenceFile.stored', facts: { name: stored.name, hash: stored.hash } }, (rows) => {
        insertEvidenceFile(rows, stored, found.origin, bringing())
      })
      const file = storedFile(stored.hash)
      texts.begin(file)
      return file
    },

    'evidenceFiles.cancel': ({ uploadId }) => {
      folder.cancel(uploadId)
      return { done: true }
    },

    'evidenceFiles.read': ({ hash, offset }) => {
      const file = storedFile(hash)
      const bytes = folder.read(hash, offset, MAX_CHUNK_BYTES)
      return { file, bytes: bytes.toString('base64'), end: offset + bytes.length >= file.sizeInBytes }
    },

    'evidenceFiles.list': ({ query = '', limit }) => queries.list(query, limit).map(listed),

    'evidenceFiles.describe': ({ hash }, { language }) => {
      const row = queries.listed(hash)
      if (!row) throw notFound('Diese Belegdatei', 'This evidence file')
      const reading = queries.reading(hash)
      return {
        ...listed(row),
        captures: queries.captures(hash),
        metadata: reading?.metadata ?? [],
        textNote: reading?.note?.[language] ?? null,
        textTool: reading?.tool ?? null,
        textParts: reading?.partCount ?? 0,
      }
    },

    'evidenceFiles.check': ({ hash, task }) =>
      tasks.run(task, async (work) => {
        const found = await checks.check(hash === undefined ? null : [storedFile(hash).hash], work)
        return {
          checked: found.length,
          damaged: damagedOf(found).map(({ file, foundHash }) => ({
            ...{ hash: file.hash, name: file.name },
            foundHash,
          })),
        }
      }),

    'evidenceFiles.compare': ({ hashes }) => checks.compare(hashes),

    'evidenceFiles.recover': async ({ hash }) => {
      const file = storedFile(hash)
      if ((await folder.hashOf(hash)) !== hash) {
        folder.setAside(hash)
        if (!copyFromBackup(hash)) {
          folder.putBack(hash)
          throw inNoBackup(file.name)
        }
      }
      await checks.mended(hash)
      return file
    },

    'evidenceFiles.remove': ({ hash, reason }) => {
      const { name } = storedFile(hash)
      if (queries.uses(hash) > 0) throw stillUsed(name)
      change({ action: 'evidenceFile.removed', reason, facts: { name, hash } }, (rows) => {
        for (const { kind, id } of queries.rowsAbout(hash)) rows.remove(kind, id)
        rows.remove('evidence_files', hash)
      })
      index.begin()
      return { done: true }
    },

    'evidenceFiles.text': async ({ hash, part, again }, { language }) => {
      const file = storedFile(hash)
      const reading = await texts.reading(file, again)
      return {
        state: texts.stateOf(hash, reading?.state ?? null),
        note: noteOf(reading?.note ?? null, language),
        tool: reading?.tool ?? null,
        partCount: reading?.partCount ?? 0,
        ...textFrom(hash, part),
      }
    },

    'evidenceFiles.search': ({ query, limit }) => {
      index.begin()
      return { ...findPages(query, limit, { queries, index }), pending: index.pendingCount() }
    },

    'evidenceFiles.places': ({ hash, query, limit }) => {
      storedFile(hash)
      return findPlaces(hash, query, limit, { queries, index })
    },
  }
}

function noteOf(note: Record<UiLanguage, string> | null, language: UiLanguage): string | null {
  return note === null ? null : note[language]
}

function stillUsed(name: string): AppError {
  return new AppError('rule_broken', {
    de: `Auf „${name}“ ruhen noch Belege, Zeitstempel oder der Text eines Artikels. Nichts wurde entfernt. Nehmen Sie die Datei zuerst dort weg.`,
    en: `Evidence, time stamps or the text of an article still rest on “${name}”. Nothing was removed. Take the file away there first.`,
  })
}

function inNoBackup(name: string): AppError {
  return new AppError('not_found', {
    de: `Keine Sicherung hat „${name}“ unverändert. Haben Sie die Datei noch, so legen Sie sie noch einmal ab: Sie kommt an ihren Platz zurück.`,
    en: `No backup has “${name}” unchanged. If you still have the file, store it once more: it goes back to its place.`,
  })
}

function chunkTooLarge(): AppError {
  return new AppError('invalid_input', {
    de: 'Ein Stück darf höchstens 2 MiB haben. Teilen Sie die Datei in kleinere Stücke.',
    en: 'A chunk may have at most 2 MiB. Send the file in smaller chunks.',
  })
}

function otherSize(expectedBytes: number): AppError {
  return new AppError('unreadable', {
    de: `Die Datei hat nicht die angekündigte Größe von ${String(expectedBytes)} Bytes. Nichts wurde abgelegt. Bitte die Datei noch einmal wählen.`,
    en: `The file does not have the announced size of ${String(expectedBytes)} bytes. Nothing was stored. Please choose the file again.`,
  })
}
