import { createHash } from 'node:crypto'
import { assert } from '../../../platform/errors.ts'
import { newZip } from '../../../platform/zip.ts'
import { context } from './context.ts'
import { copyParts } from './parts.ts'
import { csvOf, isObject, type Json, type Table, tableOf, tablesOf } from './tables.ts'
import { type CopyLanguage, readmeOf } from './words.ts'

type CopyFile = { name: string; size: number; sha256: string }

/** What a copy is made from; each as the one customer of the session. */
export type CopySources = {
  /** A page of an endpoint of the portal, as it answers; undefined: not now. */
  read(path: string, query: { [name: string]: string }): Promise<Json | undefined>
  /** A file's bytes as they come. */
  file(id: string): Promise<AsyncIterable<Buffer>>
  /** Gives the list of files as it is given out, and its signature. */
  sign(files: readonly CopyFile[]): Promise<{ manifest: string; signature: string }>
}
/** `guardian`: made by a guardian for a child, whose receipts and files they do not read. */
export type CopyAbout = { company: string; url: string; at: Date; language: CopyLanguage; guardian: boolean }

const page = '200'

/**
 * The copy as a ZIP, piece by piece: the parts one after the other, then the list of all files with the hash of each, then that list's
 * signature. One part is held in memory at a time, of a file no more than a piece. Throws what its sources throw: a copy that lacks something is none.
 */
export async function* makeCopy(sources: CopySources, { company, url, at, language, guardian }: CopyAbout): AsyncGenerator<Buffer> {
  const files: CopyFile[] = []
  const zip = newZip()

  async function* add(name: string, pieces: AsyncIterable<Buffer> | Iterable<Buffer>): AsyncGenerator<Buffer> {
    const hash = createHash('sha256')
    let size = 0
    const looked = seen(pieces, (piece) => {
      hash.update(piece)
      size += piece.length
    })
    yield* zip.add(name, looked)
    files.push({ name, size, sha256: hash.digest('hex') })
  }

  const receipts = guardian ? undefined : await sources.read('/v1/my/receipts', {})
  const file = member(receipts, 'file')
  const proofs = typeof file === 'string' ? file : undefined
  yield* add('readme.txt', [Buffer.from(readmeOf(language, { company, url, day: at.toISOString().slice(0, 10), receipts: proofs !== undefined, guardian }))])
  if (proofs !== undefined) yield* add('receipts.json', [Buffer.from(proofs)])
  for (const { name, path, paged } of copyParts(guardian)) {
    const items = paged ? await readAll(sources, path) : undefined
    const whole = items ? null : ((await sources.read(path, {})) ?? null)
    const tables: Table[] = items ? [tableOf(name, items)] : tablesOf(name, whole)
    yield* add(`data/${name}.jsonld`, [Buffer.from(JSON.stringify({ '@context': context, '@id': `${url}${path}`, ...(items ? { items } : { page: whole }) }))])
    for (const table of tables) if (table.rows.length > 0) yield* add(`tables/${table.name}.csv`, [Buffer.from(csvOf(table))])
    if (path === '/v1/my/messages') yield* whys(items ?? [])
    if (path === '/v1/my/files') yield* theirs(items ?? [])
  }
  const { manifest, signature } = await sources.sign(files)
  yield* zip.add('manifest.json', [Buffer.from(manifest)])
  yield* zip.add('manifest.sig', [Buffer.from(signature)])
  yield* zip.end()

  /** Why each message came. */
  async function* whys(messages: readonly Json[]): AsyncGenerator<Buffer> {
    const all: Json[] = []
    for (const message of messages) all.push((await sources.read(`/v1/my/messages/${idOf(message)}`, {})) ?? null)
    if (all.length === 0) return
    yield* add('data/messages-why.jsonld', [Buffer.from(JSON.stringify({ '@context': context, items: all }))])
    yield* add('tables/messages-why.csv', [Buffer.from(csvOf(tableOf('messages-why', all)))])
  }

  /** Their files under their own names, each in a folder of its own number: names may be the same. */
  async function* theirs(kept: readonly Json[]): AsyncGenerator<Buffer> {
    for (const [i, file] of kept.entries()) {
      yield* add(`files/${i + 1}/${safe(String(member(file, 'name')))}`, await sources.file(idOf(file)))
    }
  }
}

/** Every item of a list, to its last page. */
async function readAll(sources: CopySources, path: string): Promise<Json[]> {
  const items: Json[] = []
  for (let cursor = ''; ; ) {
    const answer = (await sources.read(path, { limit: page, ...(cursor && { cursor }) })) ?? null
    const listed = member(answer, 'items')
    assert(Array.isArray(listed), `${path} is a list`)
    for (const item of listed) items.push(item)
    const next = member(answer, 'next_cursor')
    if (typeof next !== 'string') return items
    cursor = next
  }
}

/** The pieces, each looked at as it passes. */
async function* seen(pieces: AsyncIterable<Buffer> | Iterable<Buffer>, look: (piece: Buffer) => void): AsyncGenerator<Buffer> {
  for await (const piece of pieces) {
    look(piece)
    yield piece
  }
}

const member = (of: Json | undefined, name: string): Json => (of !== undefined && isObject(of) ? (of[name] ?? null) : null)
const idOf = (of: Json) => String(member(of, 'id'))

/** A name that is a file's everywhere: no path, no sign that a system refuses, not too long. */
function safe(name: string): string {
  const plain = name.replaceAll(/[\p{Cc}\p{Cf}<>:"/\\|?*]/gu, '_').replace(/^[. ]+|[. ]+$/g, '')
  return [...plain].slice(0, 120).join('') || 'file'
}
