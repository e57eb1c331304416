import type { AppError } from '../../platform/errors.ts'
import { seal } from './cipher.ts'

/** What is large is sealed in pieces of a mebibyte, so that no more than one of them is in memory. */
export const pieceBytes = 1024 * 1024

export type SealedPiece = {
  /** Which one it is, from 0. */
  number: number
  plain: Buffer
  sealed: Buffer
  /** How many bytes there were up to its end. */
  size: number
}

type Sealing = {
  key: Buffer
  /** What binds a piece to where it belongs. */
  placeOf(piece: { number: number; length: number; size: number }): string
  /** At most so many bytes in all. */
  limit: number
  tooLarge(): AppError
}

/** Seals what comes, piece by piece: each is asked for when the one before is kept. More than the limit throws. */
export async function* sealedPieces(from: AsyncIterable<Uint8Array>, { key, placeOf, limit, tooLarge }: Sealing): AsyncGenerator<SealedPiece> {
  let size = 0
  let number = 0
  for await (const plain of inPieces(from)) {
    size += plain.length
    if (size > limit) throw tooLarge()
    yield { number, plain, sealed: seal(key, placeOf({ number, length: plain.length, size }), plain), size }
    number += 1
  }
}

async function* inPieces(from: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let held: Uint8Array[] = []
  let length = 0
  for await (const part of from) {
    held.push(part)
    length += part.length
    if (length < pieceBytes) continue
    const all = Buffer.concat(held)
    let at = 0
    for (; all.length - at >= pieceBytes; at += pieceBytes) yield all.subarray(at, at + pieceBytes)
    held = [all.subarray(at)]
    length = all.length - at
  }
  if (length > 0) yield Buffer.concat(held)
}
