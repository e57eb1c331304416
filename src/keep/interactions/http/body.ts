import { isUtf8 } from 'node:buffer'
import type { IncomingMessage } from 'node:http'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { AppError, badInput } from '../../../platform/errors.ts'
import { parseJson } from '../../../platform/http/index.ts'

const unzip = promisify(gunzip)

export type Body = { bytes: Buffer; json: unknown }

/**
 * The body of a request as JSON, whatever its content type says (browsers send text/plain to spare themselves a preflight).
 * At most `limit` bytes, also after gzip; a longer one is refused as soon as that shows.
 */
export async function readBody(request: IncomingMessage, limit: number): Promise<Body> {
  const sent = await readBytes(request, limit)
  const bytes = await decoded(sent, request.headers['content-encoding'], limit)
  if (!isUtf8(bytes)) throw badInput(`The body is not valid UTF-8 (byte ${firstBadByte(bytes)}).`, 'body')
  return { bytes, json: parseJson(bytes.toString('utf8')) }
}

async function readBytes(request: IncomingMessage, limit: number): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge(limit)
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = []
    let size = 0
    request.on('data', (part: Buffer) => {
      size += part.length
      if (size <= limit) parts.push(part)
      else {
        request.removeAllListeners('data')
        reject(tooLarge(limit))
      }
    })
    request.once('end', () => resolve(parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts)))
    request.once('error', () => {})
    request.once('close', () => reject(badInput('The body ended before its length.', 'body')))
  })
}

async function decoded(bytes: Buffer, encoding: string | undefined, limit: number): Promise<Buffer> {
  if (encoding === undefined || encoding === 'identity') return bytes
  if (encoding !== 'gzip') throw badInput('The body is encoded in a way that is not understood here; gzip is.', 'Content-Encoding')
  try {
    return await unzip(bytes, { maxOutputLength: limit })
  } catch (error) {
    if (error instanceof RangeError) throw tooLarge(limit)
    throw badInput('The body is not whole gzip data.', 'body')
  }
}

function tooLarge(limit: number): AppError {
  return new AppError('too_large', `The body is larger than ${limit / 1024} KiB, the most that one call may bring.`, { place: 'body' })
}

/** Counted from 0: where the first sequence begins that is no character (RFC 3629, section 4). */
function firstBadByte(bytes: Buffer): number {
  for (let at = 0; at < bytes.length; ) {
    const length = lengthOf(bytes[at] ?? 0)
    if (length === 0 || !isUtf8(bytes.subarray(at, at + length))) return at
    at += length
  }
  return bytes.length
}

function lengthOf(first: number): number {
  if (first < 0x80) return 1
  if (first < 0xc2) return 0
  return first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0
}
