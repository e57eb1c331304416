import { spawn } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { filesUnder, fingerprint } from './fingerprint.ts'

// The pages are built once, when first needed or when their sources changed; nothing is fetched.

/** Builds web/dist unless it is there and made of the sources as they are. */
export async function ensureWeb(root: string, say: (line: string) => void): Promise<void> {
  const mark = join(root, 'web/dist/.sources')
  const wanted = fingerprint(root, sourcesOf(root))
  if (existsSync(mark) && readFileSync(mark, 'utf8') === wanted) return
  if (!existsSync(join(root, 'node_modules/vite'))) {
    if (existsSync(mark)) return
    throw new Error('The pages are not built and vite is not installed: run npm ci with its development packages once.')
  }
  say('Building the pages (once) …')
  await run(process.execPath, [join(root, 'node_modules/vite/bin/vite.js'), 'build', join(root, 'web'), '--logLevel', 'warn'])
  writeFileSync(mark, wanted)
}

/** What the pages are made of, as paths from the root: everything under web, and what of src that imports, however far away. */
export function sourcesOf(root: string): string[] {
  const own = filesUnder(
    root,
    'web',
    (file) => /\.(ts|tsx|css|html|svg|js)$/.test(file),
    (folder) => folder === 'web/dist',
  )
  return [...own, ...importedFrom(root, own), 'package-lock.json']
}

/** The sources under src that these files import, and those import in turn; what is imported for its types alone ends in no page. */
function importedFrom(root: string, files: readonly string[]): Set<string> {
  const found = new Set<string>()
  const unread = files.filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file))
  for (let file = unread.pop(); file !== undefined; file = unread.pop()) {
    const text = readFileSync(join(root, file), 'utf8')
    for (const [, to = ''] of text.matchAll(/^(?:import|export) (?!type )[^'"]*from '(\.[^']+)'/gm)) {
      const path = posix.join(posix.dirname(file), to)
      if (!path.startsWith('src/') || found.has(path)) continue
      found.add(path)
      unread.push(path)
    }
  }
  return found
}

function run(command: string, argv: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, argv, { stdio: ['ignore', 'ignore', 'pipe'] })
    let said = ''
    child.stderr.on('data', (bytes: Buffer) => {
      said = (said + bytes.toString('utf8')).slice(-4000)
    })
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`The pages could not be built: ${said.trim()}`))))
    child.once('error', reject)
  })
}
