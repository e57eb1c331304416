import { createHash } from 'node:crypto'
import { type Desk, Unreadable } from '../errand.ts'
import { newBudget, unpack, type ZipEntry, zipEntries } from '../table/zip.ts'

// A customer's copy from another company: a ZIP of a stranger. What every file in it hashes to, and the few that are read.

const mostFiles = 20_000
/** Of a file that is read: a page with everything on it, and ten thousand interactions, are far less. */
const mostRead = 24 * 1024 * 1024
const mostUnpacked = 400 * 1024 * 1024

export type BundleFile = { name: string; size: number; sha256: string }

/** Gives each file's length and hash, and the text of those named in `input` (a JSON list of names); throws Unreadable with one sentence. */
export async function readBundle(desk: Desk, input: string): Promise<unknown> {
  const wanted = new Set<string>(JSON.parse(input))
  const budget = { ...newBudget(), bytes: mostUnpacked }
  for (const entry of (await entriesOf(desk)).values()) {
    const hash = createHash('sha256')
    const pieces: Buffer[] = []
    let size = 0
    try {
      for await (const piece of unpack(desk, entry, budget)) {
        hash.update(piece)
        size += piece.length
        if (wanted.has(entry.name) && size <= mostRead) pieces.push(piece)
      }
    } catch (error) {
      throw error instanceof Unreadable ? notOne() : error
    }
    if (wanted.has(entry.name) && size > mostRead) throw notOne()
    await desk.give({
      file: { name: entry.name, size, sha256: hash.digest('hex') },
      ...(wanted.has(entry.name) && { text: Buffer.concat(pieces).toString('base64') }),
    })
  }
  return {}
}

async function entriesOf(desk: Desk): Promise<Map<string, ZipEntry>> {
  try {
    const entries = await zipEntries(desk)
    if (entries.size > mostFiles) throw notOne()
    return entries
  } catch (error) {
    throw error instanceof Unreadable ? notOne() : error
  }
}

const notOne = () => new Unreadable('This is not a whole copy: the ZIP file is damaged, locked, or unpacks to far more than a copy holds.', 'file')
