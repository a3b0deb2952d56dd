import type { CallRequest, EventMessage, Reply } from '#shared/rpc'

/** The whole workstation but its window: what a host opens, calls, listens to and closes. */
export interface Workstation {
  /** File name of the library, for the title. */
  readonly libraryName: string
  call(request: CallRequest): Promise<Reply>
  /** Returns the function that stops listening. */
  listen(listener: (message: EventMessage) => void): () => void
  /** Finishes writing and lets the library go. */
  close(): void
}

export interface WorkstationOptions {
  /** Path of the library file, or ':memory:'. It is made where it does not exist. */
  libraryPath: string
  /** 'write' takes the library for this workstation alone; 'read' looks at it while another one works. */
  access: 'write' | 'read'
  /** The built import worker; without it imports are read on the calling thread. */
  importWorker?: URL
  now?: () => Date
  log?: (message: string, error?: unknown) => void
}

/** Opens a library. Throws AppError('in_use' | 'library_refused' | 'not_saved') with words for the person. */
export declare function openWorkstation(options: WorkstationOptions): Workstation
