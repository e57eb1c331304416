import { createHash, randomBytes } from 'node:crypto'
import { mkdir, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError, assert } from '../../../platform/errors.ts'
import type { ByteSource } from '../../courier/index.ts'
import { pieceBytes, sealedPieces, unseal } from '../../keyring/index.ts'

// An uploaded file on disk: pieces of 1 MiB, each sealed under the file's own key and bound to its import and place, so
// any byte can be read without the rest, and no piece can be moved, dropped or put into another file.

const sealedExtra = 29
const piecesHeld = 3

export type Written = { size: number; key: Buffer; sha256: Buffer }

const pathOf = (folder: string, id: number) => join(folder, `${id}.sealed`)
const placeOf = (id: number, piece: number, size: number | undefined) => `import\0${id}\0${piece}\0${size ?? 'more'}`

/** Seals what comes, piece by piece, and waits for the disk. More than `limit` bytes is refused and leaves nothing. */
export async function sealFile(folder: string, id: number, from: AsyncIterable<Uint8Array>, limit: number): Promise<Written> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const key = randomBytes(32)
  const hash = createHash('sha256')
  const file = await open(pathOf(folder, id), 'wx', 0o600)
  let size = 0
  const pieces = sealedPieces(from, {
    key,
    limit,
    tooLarge: () =>
      new AppError('too_large', `The file is larger than ${Math.floor(limit / 1024 / 1024)} MB, which is the most an import takes: send it in parts.`),
    placeOf: (piece) => placeOf(id, piece.number, piece.length === pieceBytes ? undefined : piece.size),
  })
  try {
    for await (const piece of pieces) {
      hash.update(piece.plain)
      await file.write(piece.sealed)
      size = piece.size
    }
    await file.sync()
  } catch (error) {
    await file.close()
    await destroyFile(folder, id)
    throw diskFull(error) ? new AppError('unavailable', 'The disk is full: the file was not taken. Make room and send it again.') : error
  }
  await file.close()
  return { size, key, sha256: hash.digest() }
}

const diskFull = (error: unknown) => error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')

export type SealedFile = ByteSource & { close(): Promise<void> }

/** Opens a sealed file for reading at any place. Throws not_found when it was destroyed. */
export async function openSealedFile(folder: string, id: number, key: Buffer, size: number): Promise<SealedFile> {
  const file = await open(pathOf(folder, id), 'r').catch(() => {
    throw new AppError('not_found', 'The uploaded file is no longer here: upload it again.')
  })
  const held = new Map<number, Promise<Buffer>>()

  async function load(piece: number): Promise<Buffer> {
    const length = Math.min(pieceBytes, size - piece * pieceBytes)
    const sealed = Buffer.allocUnsafe(length + sealedExtra)
    const { bytesRead } = await file.read(sealed, 0, sealed.length, piece * (pieceBytes + sealedExtra))
    const plain = bytesRead === sealed.length ? unseal(key, placeOf(id, piece, length === pieceBytes ? undefined : size), sealed) : undefined
    if (!plain) throw new AppError('unavailable', 'The uploaded file was damaged on disk: upload it again.')
    return plain
  }

  function pieceAt(piece: number): Promise<Buffer> {
    const known = held.get(piece)
    if (known) return known
    const loaded = load(piece)
    held.set(piece, loaded)
    const oldest = held.size > piecesHeld ? [...held.keys()][0] : undefined
    if (oldest !== undefined) held.delete(oldest)
    return loaded
  }

  return {
    size,
    async read(offset, length) {
      const end = Math.min(size, offset + length)
      assert(offset >= 0 && end >= offset, 'a place outside the file')
      const parts: Buffer[] = []
      for (let at = offset; at < end; ) {
        const piece = Math.floor(at / pieceBytes)
        const bytes = await pieceAt(piece)
        const part = bytes.subarray(at - piece * pieceBytes, end - piece * pieceBytes)
        parts.push(part)
        at += part.length
      }
      return parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts)
    },
    close: () => file.close(),
  }
}

export async function destroyFile(folder: string, id: number): Promise<void> {
  await rm(pathOf(folder, id), { force: true })
}
