import { AppError, assert } from '../../platform/errors.ts'
import { pieceBytes, sealedPieces, unseal } from '../keyring/index.ts'
import type { FileDeps } from './deps.ts'

// A file as sealed chunks of a mebibyte, each bound to its customer, file and number.

export const largestFile = 50 * 1024 * 1024

const placeOf = (customer: number, file: number, part: number) => `file\0${customer}\0${file}\0${part}`

type At = { customer: number; file: number }

/** Seals what comes, chunk by chunk, each on disk before the next is taken. Gives the number of bytes; more than `largestFile` is refused. */
export async function writeChunks(deps: FileDeps, { customer, file }: At, from: AsyncIterable<Uint8Array>): Promise<number> {
  const key = (await deps.keyring.keysFor([customer], 'content')).get(customer)
  assert(key, 'a customer without a key for content')
  let size = 0
  const pieces = sealedPieces(from, { key, limit: largestFile, tooLarge, placeOf: (piece) => placeOf(customer, file, piece.number) })
  for await (const piece of pieces) {
    await deps.db.insertInto('keep.file_chunk').values({ customer_id: customer, file_id: file, part: piece.number, sealed: piece.sealed }).execute()
    size = piece.size
  }
  return size
}

export const tooLarge = () => new AppError('too_large', `The file is larger than ${largestFile / 1024 / 1024} MB, which is the most that is kept here.`)

/** The file's bytes, one chunk at a time; a chunk that is missing, damaged or not in its place ends it with an error. */
export async function* readChunks(deps: FileDeps, { customer, file, size }: At & { size: number }): AsyncGenerator<Buffer> {
  const key = (await deps.keyring.existingKeys([customer], 'content')).get(customer)
  if (!key) throw new AppError('not_found', 'The file was destroyed with what was known of this customer.')
  for (let part = 0, at = 0; at < size; part++) {
    const row = await deps.db
      .selectFrom('keep.file_chunk')
      .select('sealed')
      .where('customer_id', '=', customer)
      .where('file_id', '=', file)
      .where('part', '=', part)
      .executeTakeFirst()
    const plain = row && unseal(key, placeOf(customer, file, part), row.sealed)
    if (!plain || plain.length !== Math.min(pieceBytes, size - at)) throw new AppError('unavailable', 'The file is damaged and cannot be read whole.')
    at += plain.length
    yield plain
  }
}
