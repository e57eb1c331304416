import { p256 } from '@noble/curves/nist.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { z } from 'zod'
import { fromBase64, sameBytes, toHex, toUtf8 } from './bytes.ts'
import { openNote, readVerifier, type Verifier } from './note.ts'
import { verifyProof } from './proof.ts'
import { type AgreementStatement, agreementStatement, statementLeaf } from './statement.ts'

// The file of what somebody and a company agreed about the uses of data (IEEE 7012): the document both signed, both signatures, and where the log
// says when it was agreed and when it ended. The company signs by the log's key, a person by a P-256 key of their browser.

export const agreementFormat = 'rapport-agreement/1'

/** A statement and its place in the log (C2SP tlog-proof). */
const stated = z.strictObject({ statement: agreementStatement, proof: z.string().max(20_000) })

const agreementFile = z.strictObject({
  format: z.literal(agreementFormat),
  /** The log's public key. */
  key: z.string().max(300),
  /** What both signed, byte by byte. */
  document: z.string().max(4000),
  company_signature: z.string().max(1000),
  customer_key: z.string().max(200).nullable(),
  customer_signature: z.string().max(200).nullable(),
  /** Null: not in a signed checkpoint yet. */
  made: stated.nullable(),
  ended: stated.nullable(),
})

const document = z.object({
  v: z.literal(1),
  agreed_at: z.iso.datetime(),
  agreement: z.string(),
  company: z.string(),
  number: z.string(),
  text: z.string(),
  text_sha256: z.string(),
})

export type AgreementPart = 'agreement' | 'wording' | 'customer' | 'stated'
export type AgreementVerdict = {
  parts: { part: AgreementPart; why?: 'document' | 'signature' | 'wording' | 'customer_signature' | 'other_document' | 'proof' | 'checkpoint' | 'root' }[]
  company?: string
  at?: string
  number?: string
  /** Whether the person signed it, too. */
  both: boolean
  /** When the log says that it ended. */
  ended?: string
  log?: { origin: string; size: number }
}

/** What the company signs of a document: a note whose second line is no number, so that it never passes for a checkpoint. */
export const agreementText = (said: { at: string; document: string }): string => `rapport/agreement/1\n${said.at}\n${toHex(sha256(toUtf8(said.document)))}\n`

/** Whether an agreement holds: under the key the reader knows, or, when they know none, the one in the file. */
export function verifyAgreement(file: unknown, known?: string): AgreementVerdict {
  const read = agreementFile.safeParse(file)
  if (!read.success) return { parts: [{ part: 'agreement', why: 'document' }], both: false }
  const said = document.safeParse(jsonOf(read.data.document))
  if (!said.success) return { parts: [{ part: 'agreement', why: 'document' }], both: false }
  const { key, company_signature, customer_key, customer_signature, made, ended } = read.data
  const verifier = readVerifier(known ?? key)
  if (!verifier) return { parts: [{ part: 'agreement', why: 'signature' }], both: false }
  const { agreed_at, text, text_sha256, company, number } = said.data
  const opened = openNote(company_signature, [verifier])
  const signed = opened?.text === agreementText({ at: agreed_at, document: read.data.document })
  const parts: AgreementVerdict['parts'] = [
    signed ? { part: 'agreement' } : { part: 'agreement', why: 'signature' },
    toHex(sha256(toUtf8(text))) === text_sha256 ? { part: 'wording' } : { part: 'wording', why: 'wording' },
  ]
  const both = customer_key !== null || customer_signature !== null
  if (both) parts.push(isTheirs(read.data) ? { part: 'customer' } : { part: 'customer', why: 'customer_signature' })
  const digest = toHex(sha256(toUtf8(read.data.document)))
  let log: AgreementVerdict['log']
  for (const [is, one] of [
    ['made', made],
    ['ended', ended],
  ] as const) {
    if (!one) continue
    const why = whyNotStated(one, { is, digest, at: is === 'made' ? agreed_at : undefined }, verifier)
    parts.push(typeof why === 'string' ? { part: 'stated', why } : { part: 'stated' })
    if (typeof why !== 'string') log = { origin: verifier.name, size: why.size }
  }
  return { parts, company, at: agreed_at, number, both, ...(ended && { ended: ended.statement.at }), ...(log && { log }) }
}

type Stated = { statement: AgreementStatement; proof: string }
type Wanted = { is: 'made' | 'ended'; digest: string; at: string | undefined }

/** Where it stands in the log; or why what stands there is not this. */
function whyNotStated({ statement, proof }: Stated, { is, digest, at }: Wanted, verifier: Verifier) {
  const { agreement } = statement
  if (agreement.is !== is || agreement.sha256 !== digest || (at !== undefined && at !== statement.at)) return 'other_document' as const
  const verdict = verifyProof(statementLeaf(statement), proof, [verifier])
  return verdict.holds ? { size: verdict.size } : verdict.why
}

/** RFC 5480: a P-256 key as SubjectPublicKeyInfo; 65 bytes of the point follow. */
const spkiHeader = Uint8Array.from([48, 89, 48, 19, 6, 7, 42, 134, 72, 206, 61, 2, 1, 6, 8, 42, 134, 72, 206, 61, 3, 1, 7, 3, 66, 0])

function isTheirs({ document, customer_key, customer_signature }: z.infer<typeof agreementFile>): boolean {
  const [key, signature] = [fromBase64(customer_key ?? ''), fromBase64(customer_signature ?? '')]
  if (key?.length !== spkiHeader.length + 65 || signature?.length !== 64 || !sameBytes(key.subarray(0, spkiHeader.length), spkiHeader)) return false
  try {
    // Browsers do not make the smaller of the two signatures that say the same.
    return p256.verify(signature, toUtf8(document), key.subarray(spkiHeader.length), { lowS: false })
  } catch {
    return false // bytes that are no point of the curve
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
