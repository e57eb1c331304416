import { AppError, badInput } from '../../../platform/errors.ts'
import { wholeBody } from '../../../platform/http/index.ts'
import { largestProof, type Proof } from '../../terms/index.ts'
import { attachmentOf, mediaTypeOf, servedAs } from '../name.ts'

// A file that proves something, as it comes and as it is given out.

/** The raw body of a request, whole; throws bad_input for none and too_large for more than is kept as a proof. */
export async function proofFrom(request: Request): Promise<{ bytes: Buffer; mediaType: string }> {
  const said = request.headers.get('content-length')
  if (Number(said ?? 0) > largestProof) throw tooLarge()
  if (!request.body) throw badInput('The body is empty; a file was expected.', 'body')
  const bytes = await taken(wholeBody(request.body, said === null ? undefined : Number(said)))
  return { bytes, mediaType: mediaTypeOf(request.headers.get('content-type')) }
}

/** As an attachment that no browser runs. */
export const proofSent = (file: Pick<Proof, 'name' | 'mediaType' | 'size'>, bytes: Buffer): Response =>
  new Response(new Uint8Array(bytes), {
    headers: {
      'content-type': servedAs(file.mediaType),
      'content-length': String(file.size),
      'content-disposition': attachmentOf(file.name),
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
    },
  })

async function taken(from: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of from) {
    size += part.length
    if (size > largestProof) throw tooLarge()
    parts.push(part)
  }
  if (size === 0) throw badInput('The file is empty.', 'body')
  return Buffer.concat(parts)
}

const tooLarge = () => new AppError('too_large', `The file is larger than ${largestProof / 1024 / 1024} MB, which is the most that is kept as a proof.`)
