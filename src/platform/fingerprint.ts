import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What a thing is made of, as one hash: names and bytes of files, each once and in order. A file that is not there counts as that. */
export function fingerprint(root: string, files: Iterable<string>, ...more: readonly string[]): string {
  const hash = createHash('sha256')
  for (const one of more) hash.update(`${one}\0`)
  for (const file of [...new Set(files)].sort()) {
    const bytes = read(join(root, file))
    hash.update(`${file}\0${bytes?.length ?? 'none'}\0`)
    if (bytes) hash.update(bytes)
  }
  return hash.digest('hex')
}

/** The files under a folder whose path (from the root, with `/`) is taken; folders that are left out are not entered. */
export function filesUnder(root: string, folder: string, takes: (file: string) => boolean, leaves: (folder: string) => boolean = () => false): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory()) return leaves(path) ? [] : filesUnder(root, path, takes, leaves)
    return takes(path) ? [path] : []
  })
}

function read(file: string): Buffer | undefined {
  try {
    return readFileSync(file)
  } catch {
    return undefined
  }
}
