import type { z } from 'zod'
import { badInput } from '../../../platform/errors.ts'
import { checked, parseJson, readBytes } from '../../../platform/http/index.ts'
import { moveEntered } from '../cases/shapes.ts'
import { largestMove } from './contract.ts'

// A copy and what its customer wants of it, in one body: their words stand in no address, which proxies write down.

/** Besides the copy. */
const wordsAtMost = 100_000

/** The copy and the wish in a multipart body (RFC 7578) of the parts `file` and `said`, the wish as JSON. Throws bad_input with the part that is missing. */
export async function readBrought(request: Request): Promise<{ copy: Buffer; wish: z.output<typeof moveEntered> }> {
  const type = request.headers.get('content-type') ?? ''
  if (!type.startsWith('multipart/form-data')) throw badInput('The body is not a form with the parts said and file.', 'body')
  const bytes = await readBytes(request, largestMove + wordsAtMost)
  const form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': type } }).formData().catch(() => undefined)
  const [said, file] = [form?.get('said'), form?.get('file')]
  if (typeof said !== 'string') throw badInput('said: is missing: what they want taken over, as JSON', 'said')
  if (!(file instanceof File) || file.size === 0) throw badInput('file: is missing: the copy that they brought', 'file')
  if (file.size > largestMove) throw badInput('This is not a whole copy.', 'file')
  return { copy: Buffer.from(await file.arrayBuffer()), wish: checked(moveEntered, parseJson(said), '') }
}
