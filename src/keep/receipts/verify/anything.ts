import { verifyAgreement } from './agreement.ts'
import { type Problem, verifyBundle } from './bundle.ts'
import { verifyCertificate } from './certificate.ts'
import { type CopyManifest, sameFile, verifyCopy } from './copy.ts'
import { faultsBetween } from './kept.ts'
import { readVerifier } from './note.ts'
import { type Given, openZip } from './zip.ts'

// Whatever somebody was given by a company, checked: it is recognised by what is in it and not by how it is called.

export type { Given } from './zip.ts'

/** `file`: what it is can be read; the others as in each verdict; `files`: each file of a copy is as it was given out; `kept`: two receipts files agree. */
export type Part =
  | 'file'
  | 'key'
  | 'checkpoint'
  | 'chain'
  | 'log'
  | 'complete'
  | 'certificate'
  | 'list'
  | 'files'
  | 'kept'
  | 'agreement'
  | 'wording'
  | 'customer'
  | 'stated'
export type Fault = Problem & { file?: string }
export type Line = { part: Part; holds: boolean; count: number; faults: Fault[] }

export type Report = {
  kind: 'receipts' | 'certificate' | 'copy' | 'agreement' | 'unknown'
  holds: boolean
  /** Whom it was believed: the key the reader knows, or the one that came along, which proves only that the file agrees with itself. */
  key: { shown: string; from: 'reader' | 'file' } | undefined
  lines: Line[]
  /** What it says of itself. */
  facts: {
    company?: string
    at?: string /** Of an agreement: when it ended, and whether the person signed it too. */
    ended?: string
    both?: boolean
    number?: string
    waiting?: number
    log?: { origin: string; size: number }
  }
}

/** A file longer than this is no receipts file: 100,000 receipts have about 70 MB. */
const mostBytes = 512 * 1024 * 1024
const mostFaults = 50
const archiveMark = [0x50, 0x4b]
const notOurs = /(^|\/)(\.DS_Store|Thumbs\.db|desktop\.ini|\._[^/]*)$|^__MACOSX\//

/** What is checked: one file, or the files of a folder. Never throws: what cannot be read is a verdict too. */
export async function verifyAnything(given: readonly Given[], known?: string): Promise<Report> {
  if (known !== undefined && !readVerifier(known)) return report('unknown', [lineOf('key', [{ what: 'key' }])])
  try {
    const [one, two] = given
    if (given.length === 1 && one) return await verifyFile(one, known)
    const both = given.length === 2 && one && two ? await verifyTwo(one, two, known) : undefined
    return both ?? (await verifyFiles(given, known))
  } catch (error) {
    return report('unknown', [lineOf('file', [{ what: error instanceof Error ? error.message : 'unreadable' }])])
  }
}

async function verifyFile(file: Given, known: string | undefined): Promise<Report> {
  if (file.size > mostBytes) return unknown()
  const bytes = await file.read()
  if (archiveMark.every((byte, i) => bytes[i] === byte)) {
    const files = await openZip(new Blob([new Uint8Array(bytes)]))
    return files ? verifyFiles(files, known) : report('copy', [lineOf('file', [{ what: 'archive', file: file.name }])])
  }
  const json = jsonOf(bytes)
  const format = textIn(json, 'format') ?? ''
  if (format.startsWith('rapport-receipts/')) return receiptsReport(json, known)
  if (format.startsWith('rapport-certificate/')) return certificateReport(json, known)
  if (format.startsWith('rapport-agreement/')) return agreementReport(json, known)
  return unknown()
}

const unknown = () => report('unknown', [lineOf('file', [{ what: 'unknown' }])])

function receiptsReport(json: unknown, known: string | undefined): Report {
  const verdict = verifyBundle(json, known)
  const lines = verdict.checks.map(({ check, count, problems }) => lineOf(check, problems, count))
  const facts = { waiting: verdict.waiting, ...(verdict.log && { log: { origin: verdict.log.origin, size: verdict.log.size } }) }
  return { ...report('receipts', lines, keyOf(known, textIn(json, 'key'))), facts }
}

/** Two receipts files: each by itself, under one key, and whether one lacks what the other shows. */
async function verifyTwo(one: Given, two: Given, known: string | undefined): Promise<Report | undefined> {
  const files = [await readJson(one), await readJson(two)]
  if (!files.every((file) => textIn(file, 'format')?.startsWith('rapport-receipts/'))) return undefined
  const reports = files.map((file) => receiptsReport(file, known ?? textIn(files[0], 'key')))
  const [a, b] = reports
  const kept = lineOf('kept', a?.holds && b?.holds ? faultsBetween(files[0], files[1]) : [{ what: 'unsure' }], files.length)
  const newer = (a?.facts.log?.size ?? 0) > (b?.facts.log?.size ?? 0) ? a : b
  const lines = [...reports.flatMap(({ lines: each }) => each.filter(({ holds }) => !holds)), kept]
  return {
    ...report('receipts', [...(newer?.lines.filter(({ holds }) => holds) ?? []), ...lines], keyOf(known, textIn(files[0], 'key'))),
    facts: newer?.facts ?? {},
  }
}

function certificateReport(json: unknown, known: string | undefined): Report {
  const verdict = verifyCertificate(json, known)
  const key = keyOf(known, textIn(json, 'key'))
  if (!verdict.holds) return report('certificate', [lineOf('certificate', [{ what: verdict.why }])], key)
  const { erasure, at } = verdict.certificate
  const facts = { at, number: erasure.number, log: { origin: verdict.signers[0] ?? '', size: verdict.size } }
  return { ...report('certificate', [lineOf('certificate', [], 1), lineOf('checkpoint', [], 1), lineOf('log', [], 1)], key), facts }
}

function agreementReport(json: unknown, known: string | undefined): Report {
  const { parts, ...facts } = verifyAgreement(json, known)
  const lines = parts.map(({ part, why }) => lineOf(part, why === undefined ? [] : [{ what: why }], 1))
  return { ...report('agreement', lines, keyOf(known, textIn(json, 'key'))), facts }
}

/** A copy: the list of its files with the signature beside it, wherever in the folder it lies. */
async function verifyFiles(given: readonly Given[], known: string | undefined): Promise<Report> {
  const list = given.filter(({ name }) => /(^|\/)manifest\.json$/.test(name)).sort((a, b) => a.name.length - b.name.length)[0]
  if (!list) return unknown()
  const folder = list.name.slice(0, -'manifest.json'.length)
  const files = new Map(given.filter(({ name }) => name.startsWith(folder) && !notOurs.test(name)).map((file) => [file.name.slice(folder.length), file]))
  const receipts = await readJson(files.get('receipts.json'))
  const signature = await read(files.get('manifest.sig'))
  if (!signature) return report('copy', [lineOf('list', [{ what: 'missing', file: 'manifest.sig' }])])
  const key = keyOf(known, textIn(receipts, 'key'))
  if (!key) return report('copy', [lineOf('key', [{ what: 'key_needed' }])])
  const verdict = verifyCopy(await list.read(), new TextDecoder().decode(signature), key.shown)
  if (!verdict.holds) return report('copy', [lineOf('list', [{ what: verdict.why }])], key)
  const lines = [lineOf('list', [], 1), await filesLine(verdict.files, files)]
  const inside = receipts === undefined ? undefined : receiptsReport(receipts, key.shown)
  if (inside) lines.push(...inside.lines.filter(({ part }) => part !== 'file'))
  return { ...report('copy', lines, key), facts: { ...inside?.facts, company: verdict.company, at: verdict.at } }
}

async function filesLine(said: CopyManifest['files'], files: ReadonlyMap<string, Given>): Promise<Line> {
  const faults: Fault[] = []
  for (const each of said) {
    const file = files.get(each.name)
    if (!file) faults.push({ what: 'missing', file: each.name })
    else if (file.size !== each.size || !sameFile(each, await file.read().catch(() => new Uint8Array()))) faults.push({ what: 'changed', file: each.name })
  }
  const named = new Set([...said.map(({ name }) => name), 'manifest.json', 'manifest.sig'])
  for (const name of files.keys()) if (!named.has(name)) faults.push({ what: 'added', file: name })
  return lineOf('files', faults, said.length)
}

function report(kind: Report['kind'], lines: Line[], key?: Report['key']): Report {
  return { kind, holds: lines.every(({ holds }) => holds), key, lines, facts: {} }
}

const lineOf = (part: Part, faults: Fault[], count = 0): Line => ({ part, holds: faults.length === 0, count, faults: faults.slice(0, mostFaults) })

function keyOf(known: string | undefined, own: string | undefined): Report['key'] {
  if (known !== undefined) return { shown: known, from: 'reader' }
  return own === undefined ? undefined : { shown: own, from: 'file' }
}

const read = async (file: Given | undefined) => (file && file.size <= mostBytes ? file.read() : undefined)

async function readJson(file: Given | undefined): Promise<unknown> {
  const bytes = await read(file)
  return bytes && jsonOf(bytes)
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return undefined
  }
}

function textIn(from: unknown, key: string): string | undefined {
  const value: unknown = typeof from === 'object' && from !== null ? Reflect.get(from, key) : undefined
  return typeof value === 'string' ? value : undefined
}
