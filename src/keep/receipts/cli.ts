import { readFileSync } from 'node:fs'
import { openDb } from '../../platform/db/index.ts'
import { AppError, badInput } from '../../platform/errors.ts'
import { opaque } from '../../platform/ids/index.ts'
import { type KeyringTables, openMadeKeyring } from '../keyring/index.ts'
import { bundleOf } from './bundle.ts'
import { houseSigner } from './log/house.ts'
import type { Signer } from './log/sign.ts'
import type { ReceiptTables } from './tables.ts'
import { type Verdict, verifyBundle } from './verify/bundle.ts'
import { verifyCertificate } from './verify/certificate.ts'
import { sentenceOf, summaryOf, verifyAll } from './walk/index.ts'

const mostOfOneKind = 20

/**
 * `rapport verify`: walks the chains, the log and the checkpoints of an installation as the keep's own role, says what holds
 * and what does not, and sets the exit code to 1 when anything does not. With `customer` (as shown outside) only that one's
 * receipts, as that customer's own browser would check them; with `certificate` only that file, under this installation's key.
 */
export async function verify(o: {
  keepUrl: string
  keysUrl: string
  keysFolder: string
  idsSecret: string
  customer?: string | undefined
  /** A certificate of an erasure, as a file. */
  certificate?: string | undefined
  say(line: string): void
  progress?(done: { table: string; done: number; total: number }): void
}): Promise<void> {
  const db = openDb<ReceiptTables>({ url: o.keepUrl, max: 2, name: 'rapport verify' })
  const keys = openDb<KeyringTables>({ url: o.keysUrl, max: 1, name: 'rapport verify' })
  try {
    const keyring = await openMadeKeyring({ db: keys, folder: o.keysFolder })
    const signer = await houseSigner(db, { seed: keyring.own('checkpoint'), origin: 'rapport/receipts' })
    o.say(`Public key of the log: ${signer.shown}`)
    if (!(await chosen(db, signer, o))) process.exitCode = 1
  } finally {
    await Promise.all([db.destroy(), keys.destroy()])
  }
}

function chosen(db: Parameters<typeof verifyAll>[0], signer: Signer, o: Parameters<typeof verify>[0]): Promise<boolean> {
  if (o.certificate !== undefined) return Promise.resolve(verifyPaper(o.certificate, signer, o.say))
  return o.customer === undefined ? verifyHouse(db, signer, o) : verifyOne(db, signer, customerOf(o.customer, o.idsSecret), o.say)
}

function verifyPaper(file: string, signer: Signer, say: (line: string) => void): boolean {
  const verdict = verifyCertificate(jsonOf(file), signer.shown)
  if (!verdict.holds) {
    say(`FAILS  certificate (${verdict.why})`)
    return false
  }
  const { erasure, at } = verdict.certificate
  say(`holds  certificate ${erasure.number}: erased ${at}, asked ${erasure.asked_at}`)
  say(`       at position ${verdict.position} of a log of ${verdict.size}, signed by ${verdict.signers.join(', ')}`)
  return true
}

function jsonOf(file: string): unknown {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    throw badInput(`There is no file ${file} that can be read.`, '--certificate')
  }
  try {
    return JSON.parse(text)
  } catch {
    return undefined // no JSON: the verdict says that it is no certificate
  }
}

async function verifyHouse(
  db: Parameters<typeof verifyAll>[0],
  signer: Signer,
  o: { say(line: string): void; progress?(done: { table: string; done: number; total: number }): void },
): Promise<boolean> {
  const told = new Map<string, number>()
  const walked = await verifyAll(db, {
    key: signer,
    found: (finding) => {
      const before = told.get(finding.what) ?? 0
      told.set(finding.what, before + 1)
      if (before < mostOfOneKind) o.say(sentenceOf(finding))
    },
    progress: ({ of, done, total }) => o.progress?.({ table: of, done, total }),
  })
  for (const [what, times] of told) if (times > mostOfOneKind) o.say(`… and ${times - mostOfOneKind} more like the last ${mostOfOneKind} of ${what}.`)
  for (const line of summaryOf(walked)) o.say(line)
  return walked.findings === 0
}

async function verifyOne(db: Parameters<typeof bundleOf>[0], signer: Signer, customer: number, say: (line: string) => void): Promise<boolean> {
  const file = await bundleOf(db, { customers: [customer], key: signer.shown })
  if (file === undefined) throw new AppError('not_found', 'This customer has no receipts, or the log has no checkpoint yet.')
  const verdict = verifyBundle(JSON.parse(file), signer.shown)
  for (const line of linesOf(verdict)) say(line)
  return verdict.holds
}

function linesOf(verdict: Verdict): string[] {
  const checks = verdict.checks.map(
    ({ check, holds, count, problems }) =>
      `${holds ? 'holds' : 'FAILS'}  ${check} (${count})${problems.map((p) => `\n       ${p.what}${p.seq === undefined ? '' : ` at receipt ${p.seq}`}`).join('')}`,
  )
  return verdict.waiting > 0 ? [...checks, `${verdict.waiting} not yet in a checkpoint`] : checks
}

function customerOf(shown: string, idsSecret: string): number {
  const id = opaque(idsSecret).read('customer', shown)
  if (id === undefined) throw badInput(`"${shown}" is no customer of this installation; it looks like c_….`, '--customer')
  return id
}
