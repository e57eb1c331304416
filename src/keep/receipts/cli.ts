import { globSync, readFileSync, statSync } from 'node:fs'
import { basename, join, sep } from 'node:path'
import { openDb } from '../../platform/db/index.ts'
import { AppError, badInput } from '../../platform/errors.ts'
import { opaque } from '../../platform/ids/index.ts'
import { type KeyringTables, openMadeKeyring } from '../keyring/index.ts'
import { bundleOf } from './bundle.ts'
import { houseSigner } from './log/house.ts'
import type { Signer } from './log/sign.ts'
import type { ReceiptTables } from './tables.ts'
import { type Fault, type Given, type Report, verifyAnything } from './verify/anything.ts'
import { type Verdict, verifyBundle } from './verify/bundle.ts'
import { sentenceOf, summaryOf, verifyAll } from './walk/index.ts'

const mostOfOneKind = 20

/**
 * `rapport verify`: walks the chains, the log and the checkpoints of an installation as the keep's own role, says what holds
 * and what does not, and sets the exit code to 1 when anything does not. With `customer` (as shown outside) only that one's
 * receipts, as that customer's own browser would check them; with `file` only that receipts file, certificate or copy, under this installation's key.
 */
export async function verify(o: {
  keepUrl: string
  keysUrl: string
  keysFolder: string
  idsSecret: string
  customer?: string | undefined
  /** A receipts file, a certificate of an erasure, or a copy as an archive or a folder: it is seen from what is in it. */
  file?: string | undefined
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
  if (o.file !== undefined) return checkFile({ file: o.file, key: signer.shown, say: o.say })
  return o.customer === undefined ? verifyHouse(db, signer, o) : verifyOne(db, signer, customerOf(o.customer, o.idsSecret), o.say)
}

/** `rapport verify FILE --key KEY`, or where there is no installation: checks what somebody was given, with nothing but itself and the key. */
export async function verifyFile(o: { file: string; key?: string | undefined; say(line: string): void }): Promise<void> {
  if (!(await checkFile(o))) process.exitCode = 1
}

/** Checks what somebody was given (a file, or a folder with an unpacked copy) and says each part on a line of its own; whether all of it holds. */
async function checkFile(o: { file: string; key?: string | undefined; say(line: string): void }): Promise<boolean> {
  const report = await verifyAnything(givenAt(o.file), o.key)
  for (const line of reportLines(report)) o.say(line)
  return report.holds
}

function givenAt(path: string): Given[] {
  const is = statSync(path, { throwIfNoEntry: false })
  if (!is) throw badInput(`There is no file ${path} that can be read.`, 'FILE')
  if (!is.isDirectory()) return [givenFile(path, basename(path))]
  return globSync('**', { cwd: path, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => givenFile(file, file.slice(join(path, sep).length).replaceAll(sep, '/')))
}

const givenFile = (path: string, name: string): Given => ({ name, size: statSync(path).size, read: async () => readFileSync(path) })

function reportLines({ kind, key, lines, facts, holds }: Report): string[] {
  const log = facts.log && `log ${facts.log.origin} of ${facts.log.size} entries`
  const said = [facts.number && `number ${facts.number}`, facts.company && `given out by ${facts.company}`, facts.at && `of ${facts.at}`, log].filter(Boolean)
  return [
    `${kind}${said.length > 0 ? `: ${said.join(', ')}` : ''}`,
    ...lines.map(({ part, holds, count, faults }) => `${holds ? 'holds' : 'FAILS'}  ${part} (${count})${faults.map((f) => `\n       ${placeOf(f)}`).join('')}`),
    ...(facts.waiting ? [`${facts.waiting} not yet in a checkpoint`] : []),
    ...(key?.from === 'file'
      ? [`Checked by the key that came with it (${key.shown}): that shows that it agrees with itself. Name the key you know with --key.`]
      : []),
    holds ? 'Everything holds.' : 'Something does not hold.',
  ]
}

const placeOf = ({ what, file, seq }: Fault) => [what, file, seq === undefined ? undefined : `at receipt ${seq}`].filter(Boolean).join(' ')

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
