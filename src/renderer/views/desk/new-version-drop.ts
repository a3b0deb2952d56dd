import { useReturnStore } from '../../stores/return-store'
import { useRevisionStore } from '../../stores/revision-store'
import { useFileDrop } from '../file-drop'
import { filesOf } from '../import/dropped-files'
import { useImport } from '../import/use-import'

/** A file dropped on the open article may be its new version: what it is meant for is asked. Several are articles. */
export function useNewVersionDrop(): ReturnType<typeof useFileDrop> {
  const revisions = useRevisionStore()
  const returns = useReturnStore()
  const { importFiles } = useImport()

  return useFileDrop((transfer) =>
    filesOf(transfer).then(async (dropped) => {
      const files = await returns.takeOut(dropped)
      const [only, ...more] = files
      if (only && more.length === 0) revisions.dropped = only.file
      else void importFiles(files, { method: 'dropped' })
    }),
  )
}
