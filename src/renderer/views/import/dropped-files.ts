/** A file with the path it was given by: its name, or its place in a folder. */
export interface NamedFile {
  file: File
  path: string
}

/** More than this nobody means to import at once. */
const MAX_ENTRIES = 5_000

/** The files of a drop or a paste, also those in folders, with their place in them. Ask at once: later they are gone. */
export async function filesOf(transfer: DataTransfer | null): Promise<NamedFile[]> {
  const entries = [...(transfer?.items ?? [])].flatMap((item) => item.webkitGetAsEntry?.() ?? [])
  const plain = namedFiles([...(transfer?.files ?? [])])
  if (!entries.some(({ isDirectory }) => isDirectory)) return plain
  const found: NamedFile[] = []
  const open = [...entries]
  for (let entry = open.shift(); entry && found.length < MAX_ENTRIES; entry = open.shift()) {
    if (entry instanceof FileSystemFileEntry) found.push(await fileOf(entry))
    else if (entry instanceof FileSystemDirectoryEntry) open.push(...(await childrenOf(entry)))
  }
  return found
}

export function namedFiles(files: readonly File[]): NamedFile[] {
  return files.map((file) => ({ file, path: file.webkitRelativePath || file.name }))
}

async function fileOf(entry: FileSystemFileEntry): Promise<NamedFile> {
  const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject))
  return { file, path: entry.fullPath.replace(/^\//, '') }
}

/** A folder gives its content in portions; an empty one is the last. */
async function childrenOf(entry: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = entry.createReader()
  const all: FileSystemEntry[] = []
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    )
    if (some.length === 0) return all
    all.push(...some)
  }
}
