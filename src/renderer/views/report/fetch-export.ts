import type { Exported } from '../../stores/report-store'

/** Lets the browser save an export that waits to be fetched. Where the host has put it into place, there is nothing to do. */
export function fetchExport({ exportId, fileName, folder }: Exported): void {
  if (folder !== null) return
  const link = document.createElement('a')
  link.href = `/exports/${exportId}`
  link.download = fileName
  link.click()
}
