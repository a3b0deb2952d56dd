/** A file with the path it was given by: its name, or its place in a folder. */
interface Placed {
  path: string
}

/** What computers leave in folders, and nobody means. */
const NOBODYS = /(?:^|\/)(?:\.[^/]*|Thumbs\.db|desktop\.ini)$|(?:^|\/)__MACOSX\//i
/** What browsers call the folder beside a page that they saved whole. */
const FOLDER_OF_PAGE = /^(?<page>.+?)(?:_files|_Dateien|-Dateien|_fichiers|_archivos|_файлы|\.files)\//u

/** The files that are meant, in the order of their names; what lies in the folder of a saved page is a part of that page. */
export function sortedFiles<File extends Placed>(files: readonly File[]): (File & { page: string })[] {
  const meant = files.filter(({ path }) => !NOBODYS.test(path))
  const pages = new Map(
    meant.flatMap(({ path }) => {
      const page = /^(.*)\.x?html?$/i.exec(path)?.[1]
      return page === undefined ? [] : [[page, path] as const]
    }),
  )
  return meant
    .map((each) => ({
      ...each,
      page: pages.get(FOLDER_OF_PAGE.exec(each.path)?.groups?.['page'] ?? '') ?? '',
    }))
    .sort((a, b) => a.path.localeCompare(b.path, undefined, { numeric: true }))
}
