import { z } from 'zod'
import { badInput } from '../../../platform/errors.ts'
import type { ByteSource } from '../hand.ts'
import type { Courier } from '../hands.ts'

const given = z.object({ file: z.object({ name: z.string().max(1000), size: z.int().min(0), sha256: z.string().length(64) }), text: z.string().optional() })

export type Unpacked = { files: { name: string; size: number; sha256: string }[]; texts: ReadonlyMap<string, Buffer> }

/** What stands in a ZIP that a stranger gave: every file by length and hash, and these files' bytes. Throws bad_input with one sentence for what is none. */
export async function unpackBundle(courier: Courier, from: ByteSource, wanted: readonly string[]): Promise<Unpacked> {
  const files: Unpacked['files'] = []
  const texts = new Map<string, Buffer>()
  for await (const batch of courier.run({ errand: 'bundle', input: JSON.stringify(wanted) }, from)) {
    const read = given.safeParse(batch)
    if (!read.success) throw badInput('This is not a whole copy.', 'file')
    const { file, text } = read.data
    files.push(file)
    if (text !== undefined) texts.set(file.name, Buffer.from(text, 'base64'))
  }
  return { files, texts }
}
