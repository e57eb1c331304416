import { z } from 'zod'
import { readVerifier, type Verifier } from './note.ts'
import { verifyProof } from './proof.ts'
import { type ErasureStatement, erasureStatement, statementLeaf } from './statement.ts'

// The file that says somebody was erased: the certificate as it stands in the log, and the proof that it stands there under a signed
// checkpoint. What it says is hashed into the log, so that it can be neither made up nor changed afterwards.

export const certificateFormat = 'rapport-certificate/1'

export const certificateFile = z.strictObject({
  format: z.literal(certificateFormat),
  /** The log's public key. */
  key: z.string().max(300),
  certificate: erasureStatement,
  /** C2SP tlog-proof. */
  proof: z.string().max(20_000),
})

export type CertificateVerdict =
  | { holds: true; certificate: ErasureStatement; position: number; size: number; signers: string[] }
  | { holds: false; why: 'file' | 'key' | 'proof' | 'checkpoint' | 'root' }

/** Whether a certificate holds: under the key the reader knows, or, when they know none, the one in the file, which proves less. */
export function verifyCertificate(file: unknown, known?: string): CertificateVerdict {
  const read = certificateFile.safeParse(file)
  if (!read.success) return { holds: false, why: 'file' }
  const { certificate, key, proof } = read.data
  const verifier: Verifier | undefined = readVerifier(known ?? key)
  if (!verifier) return { holds: false, why: 'key' }
  const verdict = verifyProof(statementLeaf(certificate), proof, [verifier])
  return verdict.holds ? { ...verdict, certificate } : verdict
}
