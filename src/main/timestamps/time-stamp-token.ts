import { fromBER, Integer, OctetString, type BaseBlock } from 'asn1js'
import { constants, createHash, randomBytes, verify, X509Certificate } from 'node:crypto'
import {
  AlgorithmIdentifier,
  Certificate,
  ContentInfo,
  MessageImprint,
  SignedData,
  TimeStampReq,
  TimeStampResp,
  TSTInfo,
  type SignerInfo,
} from 'pkijs'

import { AppError, type Words } from '#shared/errors'

const OID = {
  sha256: '2.16.840.1.101.3.4.2.1',
  signedData: '1.2.840.113549.1.7.2',
  tstInfo: '1.2.840.113549.1.9.16.1.4',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingCertificate: '1.2.840.113549.1.9.16.2.12',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  rsaPss: '1.2.840.113549.1.1.10',
  timeStamping: '1.3.6.1.5.5.7.3.8',
} as const

/** Digests that still hold. SHA-1 and MD5 do not. */
const DIGESTS: Readonly<Record<string, string>> = {
  [OID.sha256]: 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
}

const MAX_CHAIN = 10

export interface VerifiedStamp {
  /** The token without the answer around it, as it is stored and as other programs verify it. */
  token: Uint8Array
  stampedAt: Date
  authority: string
  serialNumber: string
  chain: 'to given root' | 'root not given'
}

/** The request for a time stamp over a SHA-256, as RFC 3161 has it: with a nonce, and asking for the certificate. */
export function timeStampRequest(imprint: string): Uint8Array {
  const nonce = randomBytes(8)
  // A positive number of full length.
  nonce.writeUInt8((nonce.readUInt8() & 0x3f) | 0x40)
  const request = new TimeStampReq({
    version: 1,
    messageImprint: new MessageImprint({
      hashAlgorithm: new AlgorithmIdentifier({ algorithmId: OID.sha256 }),
      hashedMessage: new OctetString({ valueHex: arrayOf(Buffer.from(imprint, 'hex')) }),
    }),
    nonce: new Integer({ valueHex: arrayOf(nonce) }),
    certReq: true,
  })
  return new Uint8Array(request.toSchema().toBER())
}

/**
 * Verifies an answer offline: that it stamps this very request, that the signature is right, and that the signer may stamp
 * time and leads up to a root. Throws AppError('unreadable') with what is wrong.
 */
export function verifyAnswer(
  answer: Uint8Array,
  requestBytes: Uint8Array,
  given: readonly Uint8Array[],
): VerifiedStamp {
  try {
    return verified(answer, requestBytes, given)
  } catch (error) {
    // What the parser stumbles over is no answer.
    throw error instanceof AppError ? error : wrong(NO_STAMP, error)
  }
}

function verified(answer: Uint8Array, requestBytes: Uint8Array, given: readonly Uint8Array[]): VerifiedStamp {
  const token = tokenOf(answer)
  const signed = new SignedData({ schema: token.content })
  if (signed.encapContentInfo.eContentType !== OID.tstInfo) throw wrong(NO_STAMP)
  const content = contentOf(signed)
  const info = new TSTInfo({ schema: schemaOf(content) })
  refuseOther(info, new TimeStampReq({ schema: schemaOf(requestBytes) }))

  const embedded = (signed.certificates ?? []).flatMap((each) =>
    each instanceof Certificate ? [certificateOf(new Uint8Array(each.toSchema().toBER()))] : [],
  )
  const roots = given.flatMap(certificatesIn)
  const signer = signed.signerInfos[0]
  if (!signer || signed.signerInfos.length !== 1) throw wrong(NO_STAMP)
  const certificate = signedBy(signer, content, [...embedded, ...roots])
  const stampedAt = info.genTime
  refuseWrongUse(certificate, stampedAt)
  return {
    token: new Uint8Array(token.toSchema().toBER()),
    stampedAt,
    authority: nameOf(certificate),
    serialNumber: Buffer.from(info.serialNumber.valueBlock.valueHexView).toString('hex'),
    chain: chainOf(certificate, embedded, roots, stampedAt),
  }
}

/** The token in an answer (.tsr); a bare token is taken too. */
function tokenOf(bytes: Uint8Array): ContentInfo {
  const schema = schemaOf(bytes)
  const answer = attempted(() => new TimeStampResp({ schema }))
  if (answer && answer.status.status > 1) throw wrong(NOT_GRANTED)
  const token = answer?.timeStampToken ?? attempted(() => new ContentInfo({ schema }))
  if (token?.contentType !== OID.signedData) throw wrong(NO_STAMP)
  return token
}

function contentOf({ encapContentInfo }: SignedData): Uint8Array {
  const content = encapContentInfo.eContent
  if (!content) throw wrong(NO_STAMP)
  return new Uint8Array(content.getValue())
}

function refuseOther(info: TSTInfo, request: TimeStampReq): void {
  const { hashAlgorithm, hashedMessage } = info.messageImprint
  const asked = request.messageImprint.hashedMessage.valueBlock.valueHexView
  const isSame =
    hashAlgorithm.algorithmId === OID.sha256 &&
    Buffer.from(hashedMessage.valueBlock.valueHexView).equals(asked)
  if (!isSame) {
    throw wrong({
      de: 'Er gilt für etwas anderes: Der Hash darin ist nicht der angefragte.',
      en: 'It stamps something else: the hash in it is not the one asked for.',
    })
  }
  const nonce = info.nonce?.valueBlock.valueHexView
  if (!nonce || !request.nonce || !Buffer.from(nonce).equals(request.nonce.valueBlock.valueHexView)) {
    throw wrong({
      de: 'Er antwortet auf eine andere Anfrage: Die Zufallszahl (Nonce) stimmt nicht.',
      en: 'It answers another request: the nonce does not match.',
    })
  }
}

/** The certificate whose key made the signature over exactly this content. */
function signedBy(
  signer: SignerInfo,
  content: Uint8Array,
  candidates: readonly X509Certificate[],
): X509Certificate {
  const digest = DIGESTS[signer.digestAlgorithm.algorithmId]
  if (!digest) {
    throw wrong({
      de: 'Seine Signatur benutzt ein Hash-Verfahren, das nicht mehr sicher ist.',
      en: 'Its signature uses a hash that is no longer safe.',
    })
  }
  const attributes = new Map(
    signer.signedAttrs?.attributes.map(({ type, values }) => [type, values[0] as unknown]),
  )
  const messageDigest = attributes.get(OID.messageDigest)
  const isOurs =
    messageDigest instanceof OctetString &&
    Buffer.from(messageDigest.valueBlock.valueHexView).equals(createHash(digest).update(content).digest())
  if (!isOurs || !attributes.has(OID.contentType) || !signer.signedAttrs) throw wrong(BAD_SIGNATURE)
  const named = signingCertificateHash(attributes)
  const over = Buffer.from(signer.signedAttrs.encodedValue)
  const signature = Buffer.from(signer.signature.valueBlock.valueHexView)
  const isPss = signer.signatureAlgorithm.algorithmId === OID.rsaPss
  const found = candidates.find((candidate) => {
    if (!createHash(named.digest).update(candidate.raw).digest().equals(named.hash)) return false
    const padding = isPss
      ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_AUTO }
      : {}
    return attempted(() => verify(digest, over, { key: candidate.publicKey, ...padding }, signature)) === true
  })
  if (!found) throw wrong(BAD_SIGNATURE)
  return found
}

/** RFC 3161 wants the signer's certificate named by its hash inside what is signed, so that no other can stand in. */
function signingCertificateHash(attributes: ReadonlyMap<string, unknown>): { digest: string; hash: Buffer } {
  const second = attributes.get(OID.signingCertificateV2)
  const first = attributes.get(OID.signingCertificate)
  // SigningCertificate(V2) ::= SEQUENCE { certs SEQUENCE OF SEQUENCE { [algorithm,] hash, … } }
  const entry = children(children(children(second ?? first)[0])[0])
  const algorithm = children(entry[0])[0]
  const hash = entry.find((each) => each instanceof OctetString)
  if (!(hash instanceof OctetString)) throw wrong(BAD_SIGNATURE)
  const named = algorithm ? DIGESTS[String(algorithm.valueBlock)] : undefined
  const length = hash.valueBlock.valueHexView.byteLength
  const digest =
    second === undefined ? 'sha1' : (named ?? { 32: 'sha256', 48: 'sha384', 64: 'sha512' }[length])
  if (digest === undefined) throw wrong(BAD_SIGNATURE)
  return { digest, hash: Buffer.from(hash.valueBlock.valueHexView) }
}

function children(block: unknown): BaseBlock[] {
  if (typeof block !== 'object' || block === null || !('valueBlock' in block)) return []
  const { valueBlock } = block
  const value =
    typeof valueBlock === 'object' && valueBlock !== null && 'value' in valueBlock ? valueBlock.value : null
  return Array.isArray(value) ? (value as BaseBlock[]) : []
}

function refuseWrongUse(certificate: X509Certificate, at: Date): void {
  // The types leave out that a certificate without the extension has none.
  const uses = certificate.keyUsage as string[] | undefined
  if (!uses?.includes(OID.timeStamping)) {
    throw wrong({
      de: 'Das Zertifikat der Stelle ist nicht zum Stempeln von Zeit ausgestellt.',
      en: "The authority's certificate is not made for stamping time.",
    })
  }
  if (!isValidAt(certificate, at)) {
    throw wrong({
      de: 'Das Zertifikat der Stelle galt zu dieser Zeit nicht.',
      en: "The authority's certificate was not valid at that time.",
    })
  }
}

function isValidAt({ validFrom, validTo }: X509Certificate, at: Date): boolean {
  return new Date(validFrom) <= at && at <= new Date(validTo)
}

/** From the signer up, each signed by the next, until a root that the person gave. */
function chainOf(
  signer: X509Certificate,
  embedded: readonly X509Certificate[],
  roots: readonly X509Certificate[],
  at: Date,
): VerifiedStamp['chain'] {
  let current = signer
  for (let step = 0; step < MAX_CHAIN; step += 1) {
    const top = roots.find((root) => root.raw.equals(current.raw))
    if (top && isSelfSigned(top)) return 'to given root'
    const issuer = [...roots, ...embedded].find(
      (candidate) => candidate.ca && !candidate.raw.equals(current.raw) && isIssuedBy(current, candidate),
    )
    if (!issuer || !isValidAt(issuer, at)) break
    current = issuer
  }
  if (roots.length === 0) return 'root not given'
  throw wrong({
    de: 'Die Zertifikate führen nicht bis zu einem der mitgegebenen Wurzelzertifikate.',
    en: 'The certificates do not lead to one of the root certificates you gave.',
  })
}

function isSelfSigned(certificate: X509Certificate): boolean {
  return isIssuedBy(certificate, certificate)
}

function isIssuedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey)
}

function nameOf({ subject }: X509Certificate): string {
  const parts = new Map(
    subject
      .split('\n')
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)] as const),
  )
  const name = [parts.get('CN'), parts.get('O')]
    .filter((part) => part !== undefined && part !== '')
    .join(', ')
  return (name || subject.replaceAll('\n', ', ')).slice(0, 300)
}

/** One DER certificate, or all PEM certificates of a file. */
function certificatesIn(bytes: Uint8Array): X509Certificate[] {
  const text = Buffer.from(bytes).toString('latin1')
  const found = text.match(/-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g)
  return found ? found.map(certificateOf) : [certificateOf(bytes)]
}

function certificateOf(source: string | Uint8Array): X509Certificate {
  const certificate = attempted(() => new X509Certificate(source))
  if (!certificate) {
    throw wrong({
      de: 'Eines der Zertifikate ist nicht lesbar.',
      en: 'One of the certificates cannot be read.',
    })
  }
  return certificate
}

function schemaOf(bytes: Uint8Array): BaseBlock {
  const { offset, result } = fromBER(arrayOf(bytes))
  if (offset === -1) throw wrong(NO_STAMP)
  return result
}

function attempted<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}

function arrayOf(bytes: Uint8Array): ArrayBuffer {
  return Uint8Array.from(bytes).buffer
}

const NO_STAMP: Words = {
  de: 'Die Datei ist keine Antwort einer Zeitstempel-Stelle (.tsr), oder sie ist beschädigt.',
  en: 'The file is no answer of a time-stamp authority (.tsr), or it is damaged.',
}
const NOT_GRANTED: Words = {
  de: 'Die Stelle hat die Anfrage abgelehnt.',
  en: 'The authority has rejected the request.',
}
const BAD_SIGNATURE: Words = {
  de: 'Seine Signatur stimmt nicht.',
  en: 'Its signature is wrong.',
}

function wrong({ de, en }: Words, cause?: unknown): AppError {
  const words = {
    de: `Dieser Zeitstempel wird nicht angenommen. ${de} Nichts wurde geändert. Holen Sie eine neue Antwort auf die gespeicherte Anfrage.`,
    en: `This time stamp is not accepted. ${en} Nothing was changed. Fetch a new answer to the saved request.`,
  }
  return new AppError('unreadable', words, { cause })
}
