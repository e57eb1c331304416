import { Hono } from 'hono'
import type { Db } from '../../platform/db/index.ts'
import { AppError, badInput, notFound } from '../../platform/errors.ts'
import { problemResponse, wholeBody } from '../../platform/http/index.ts'
import type { Logger } from '../../platform/log.ts'
import { checkpointAt, consistencyOf, latestCheckpoint, readTile } from './log/checkpoints.ts'
import type { LogTables } from './log/tables.ts'
import { readTilePath } from './log/tiles.ts'
import { takeCosignature, witnessesOf } from './log/witnesses.ts'
import { toBase64 } from './verify/bytes.ts'

// The log as anyone may read it: hashes and signatures, nothing of whose they are. Layout of C2SP tlog-tiles under /log,
// without entry bundles, since the entries are people's own.

const text = { 'content-type': 'text/plain; charset=utf-8' }
const longestNote = 20_000
const forEver = 'public, max-age=31536000, immutable'

/** `key` is the log's public key as it is published. */
export function logRoutes(o: { db: Db<LogTables>; key: string; log: Logger; now(): Date }): Hono {
  const app = new Hono()
  app.get('/log/key', (c) => c.body(`${o.key}\n`, 200, text))

  app.get('/log/checkpoint', async (c) => {
    const checkpoint = await latestCheckpoint(o.db)
    if (!checkpoint) throw new AppError('not_found', 'The log is empty: nothing has been used or refused yet.')
    return c.body(checkpoint.note, 200, { ...text, 'cache-control': 'no-cache' })
  })

  app.get('/log/checkpoint/:size', async (c) => {
    const checkpoint = await checkpointAt(o.db, sizeOf(c.req.param('size')))
    if (!checkpoint) throw notFound()
    return c.body(checkpoint.note, 200, { ...text, 'cache-control': 'no-cache' }) // a witness may yet add its line
  })

  app.get('/log/witnesses', async (c) => {
    const witnesses = await witnessesOf(o.db)
    return c.body(witnesses.map(({ key }) => `${key}\n`).join(''), 200, { ...text, 'cache-control': 'no-cache' })
  })

  /** A checkpoint of ours with the line of a registered witness under it (C2SP tlog-cosignature). */
  app.post('/log/cosign', async (c) => {
    const line = await takeCosignature(o.db, { note: await noteIn(c.req.raw), now: o.now() })
    return c.body(line, 200, text)
  })

  app.get('/log/tile/*', async (c) => {
    const tile = readTilePath(c.req.path.slice('/log/'.length))
    const bytes = tile && (await readTile(o.db, tile))
    if (!bytes) throw notFound()
    return c.body(new Uint8Array(bytes), 200, { 'content-type': 'application/octet-stream', 'cache-control': forEver })
  })

  /** The hashes of a consistency proof (RFC 6962, section 2.1.2), base 64, one on each line. */
  app.get('/log/consistency/:from/:to', async (c) => {
    const hashes = await consistencyOf(o.db, { from: sizeOf(c.req.param('from')), to: sizeOf(c.req.param('to')) })
    return c.body(hashes.map((h) => `${toBase64(h)}\n`).join(''), 200, { ...text, 'cache-control': forEver })
  })

  app.onError((error) => problemResponse(error, o.log))
  return app
}

async function noteIn(request: Request): Promise<string> {
  const parts: Uint8Array[] = []
  let length = 0
  for await (const part of wholeBody(request.body ?? new Blob([]).stream(), undefined)) {
    parts.push(part)
    length += part.length
    if (length > longestNote) throw new AppError('too_large', 'A checkpoint with its signatures is shorter than that.', { place: 'body' })
  }
  return Buffer.concat(parts).toString('utf8')
}

function sizeOf(typed: string): number {
  if (!/^\d{1,15}$/.test(typed)) throw badInput('The size of a log is a whole number.', 'from, to')
  return Number(typed)
}
