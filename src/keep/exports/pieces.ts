import type { Db, Tx } from '../../platform/db/index.ts'
import { AppError, assert } from '../../platform/errors.ts'
import type { ByteSource } from '../courier/index.ts'
import { seal, unseal } from '../keyring/index.ts'
import type { ExportDeps } from './deps.ts'
import { openKey } from './secrets.ts'
import type { ExportRow } from './store.ts'
import type { ExportTables } from './tables.ts'

// An export's bytes, sealed piece by piece under its own key; each piece is bound to its export, kind and number.

/** `who`: the customers whose rows stand in the piece of the same number. */
type Kind = 'rows' | 'file' | 'who'
const placeOf = (id: number, kind: Kind, part: number) => `export\0${id}\0${kind}\0${part}`

/** The key; throws not_found when it was destroyed. */
export function keyOf(deps: Pick<ExportDeps, 'keyring'>, row: ExportRow): Buffer {
  if (!row.sealed_key) throw new AppError('not_found', 'The file of this export was destroyed: ask for it again.')
  return openKey(deps.keyring, row.export_id, row.sealed_key)
}

export async function putPiece(
  tx: Tx<ExportTables> | Db<ExportTables>,
  at: { id: number; kind: Kind; part: number; key: Buffer },
  plain: Buffer,
): Promise<void> {
  const { id, kind, part, key } = at
  await tx
    .insertInto('keep.export_piece')
    .values({ export_id: id, kind, part, size: plain.length, sealed: seal(key, placeOf(id, kind, part), plain) })
    .execute()
}

async function getPiece(deps: ExportDeps, at: { id: number; kind: Kind; part: number; key: Buffer }): Promise<Buffer> {
  const { id, kind, part, key } = at
  const found = await deps.db
    .selectFrom('keep.export_piece')
    .select('sealed')
    .where('export_id', '=', id)
    .where('kind', '=', kind)
    .where('part', '=', part)
    .executeTakeFirst()
  const plain = found && unseal(key, placeOf(id, kind, part), found.sealed)
  if (!plain) throw new AppError('unavailable', 'The file of this export is damaged: ask for it again.')
  return plain
}

/** All pieces of a kind, in order. */
export async function* piecesOf(deps: ExportDeps, row: ExportRow, kind: Kind): AsyncGenerator<Buffer> {
  const key = keyOf(deps, row)
  for (const { part } of await partsOf(deps, row, kind)) yield getPiece(deps, { id: row.export_id, kind, part, key })
}

/** The rows as bytes at any place; one piece is held at a time, for they are read in order. */
export async function rowsAsSource(deps: ExportDeps, row: ExportRow): Promise<ByteSource> {
  const key = keyOf(deps, row)
  const parts = await partsOf(deps, row, 'rows')
  const ends: number[] = []
  for (const { size } of parts) ends.push((ends.at(-1) ?? 0) + size)
  const size = ends.at(-1) ?? 0
  let held: { i: number; plain: Buffer } | undefined
  const piece = async (i: number): Promise<Buffer> => {
    const part = parts[i]?.part
    assert(part !== undefined, 'a piece outside the export')
    if (held?.i !== i) held = { i, plain: await getPiece(deps, { id: row.export_id, kind: 'rows', part, key }) }
    return held.plain
  }
  return {
    size,
    async read(offset, length) {
      const end = Math.min(size, offset + length)
      const out: Buffer[] = []
      let i = ends.findIndex((e) => e > offset)
      for (let at = offset; at < end; i++) {
        const begin = i === 0 ? 0 : (ends[i - 1] ?? 0)
        const part = (await piece(i)).subarray(at - begin, end - begin)
        out.push(part)
        at += part.length
      }
      return Buffer.concat(out)
    },
  }
}

function partsOf(deps: ExportDeps, row: ExportRow, kind: Kind): Promise<{ part: number; size: number }[]> {
  return deps.db
    .selectFrom('keep.export_piece')
    .select(['part', 'size'])
    .where('export_id', '=', row.export_id)
    .where('kind', '=', kind)
    .orderBy('part')
    .execute()
}

export async function dropPieces(db: Db<ExportTables> | Tx<ExportTables>, id: number, kind?: Kind): Promise<void> {
  const all = db.deleteFrom('keep.export_piece').where('export_id', '=', id)
  await (kind ? all.where('kind', '=', kind) : all).execute()
}
