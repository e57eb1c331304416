import { Hono } from 'hono'
import { AppError, badInput, notFound } from '../../platform/errors.ts'
import { problemResponse } from '../../platform/http/index.ts'
import type { Logger } from '../../platform/log.ts'
import { consistencyOf, latestCheckpoint, readTile } from './log/checkpoints.ts'
import type { LogDb } from './log/store.ts'
import { readTilePath } from './log/tiles.ts'
import { toBase64 } from './verify/bytes.ts'

// The log as anyone may read it: hashes and signatures, nothing of whose they are. Layout of C2SP tlog-tiles under /log,
// without entry bundles, since the entries are people's own.

const text = { 'content-type': 'text/plain; charset=utf-8' }
const forEver = 'public, max-age=31536000, immutable'

/** `key` is the log's public key as it is published. */
export function logRoutes(o: { db: LogDb; key: string; log: Logger }): Hono {
  const app = new Hono()
  app.get('/log/key', (c) => c.body(`${o.key}\n`, 200, text))

  app.get('/log/checkpoint', async (c) => {
    const checkpoint = await latestCheckpoint(o.db)
    if (!checkpoint) throw new AppError('not_found', 'The log is empty: nothing has been used or refused yet.')
    return c.body(checkpoint.note, 200, { ...text, 'cache-control': 'no-cache' })
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

function sizeOf(typed: string): number {
  if (!/^\d{1,15}$/.test(typed)) throw badInput('The size of a log is a whole number.', 'from, to')
  return Number(typed)
}
