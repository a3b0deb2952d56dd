import type { PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist'

declare global {
  interface Window {
    /** What stands for an address in `new Worker` under our policy; browsers without it take the address. */
    trustedTypes?: {
      createPolicy: (
        name: string,
        rules: { createScriptURL: (address: string) => string },
      ) => { createScriptURL: (address: string) => string }
    }
  }
}

/** Bytes from an offset on, as many as come at once. */
export type ReadFrom = (offset: number) => Promise<{ bytes: Uint8Array<ArrayBuffer>; end: boolean }>

export interface OpenPdf {
  pageCount: number
  page: (number: number) => Promise<PDFPageProxy>
  close: () => void
}

/** Pixels above which an image in a page is left out. */
const MAX_IMAGE_PIXELS = 100_000_000
const RANGE_BYTES = 1024 * 1024

/** Our copies of what pdf.js draws with, beside the page of the window. */
const folder = new URL('pdf/', document.baseURI).href
const workerAddress = `${folder}worker/pdf.worker.min.mjs`
const policy = window.trustedTypes?.createPolicy('belegt-pdf', { createScriptURL: () => workerAddress })

/**
 * Opens a PDF as a picture with selectable text. It runs nothing and loads nothing: no scripts, no forms, no links. Its
 * bytes come as they are needed, and the worker that reads them ends with the view.
 */
export async function openPdf(sizeInBytes: number, readFrom: ReadFrom): Promise<OpenPdf> {
  const { getDocument, PDFDataRangeTransport, PDFWorker, VerbosityLevel } =
    await import('pdfjs-dist/legacy/build/pdf.mjs')
  const transport = new PDFDataRangeTransport(sizeInBytes, null)
  transport.requestDataRange = (begin: number, end: number): void => {
    void bytesBetween(begin, end).then((bytes) => transport.onDataRange(begin, bytes))
  }

  async function bytesBetween(begin: number, end: number): Promise<Uint8Array> {
    const wanted = new Uint8Array(end - begin)
    for (let at = begin; at < end;) {
      const { bytes } = await readFrom(at)
      if (bytes.length === 0) break
      wanted.set(bytes.subarray(0, end - at), at - begin)
      at += bytes.length
    }
    return wanted
  }

  const worker = new Worker(policy?.createScriptURL(workerAddress) ?? workerAddress, { type: 'module' })
  const task = getDocument({
    range: transport,
    worker: PDFWorker.create({ port: worker, verbosity: VerbosityLevel.ERRORS }),
    rangeChunkSize: RANGE_BYTES,
    disableStream: true,
    disableAutoFetch: true,
    enableXfa: false,
    useWasm: false,
    useWorkerFetch: false,
    disableWorkerRendering: true,
    cMapUrl: `${folder}cmaps/`,
    standardFontDataUrl: `${folder}standard_fonts/`,
    wasmUrl: `${folder}wasm/`,
    useSystemFonts: false,
    maxImageSize: MAX_IMAGE_PIXELS,
    verbosity: VerbosityLevel.ERRORS,
  })
  const close = (): void => {
    void task.destroy().finally(() => worker.terminate())
  }
  try {
    const pdf: PDFDocumentProxy = await task.promise
    return { pageCount: pdf.numPages, page: (number) => pdf.getPage(number), close }
  } catch (error) {
    close()
    throw error
  }
}
