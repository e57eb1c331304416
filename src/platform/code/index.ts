import { spawn } from 'node:child_process'
import { closeSync, existsSync, fsyncSync, mkdirSync, mkdtempSync, openSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs'
import { chmod } from 'node:fs/promises'
import { join } from 'node:path'
import { systemClock } from '../clock.ts'
import { filesUnder, fingerprint } from '../fingerprint.ts'
import { canUse } from '../launcher/account.ts'

// The code of the parts in a few files each. Loading more than a thousand modules is most of what a start costs, so they are
// bundled once for the sources as they are, and again when any of them is another. What cannot be bundled runs from its sources.

export type Code = {
  /** Node's arguments for a program, named from `src/`: its bundle where there is one that this account can read, else the source. */
  program(source: string, account?: { uid: number; gid: number }): string[]
  /** Where Node may keep what it compiled of it. */
  compiled: string
}

/** How many bundles of other sources stay. */
const kept = 3
const begun = '.making-'
const abandonedMs = 3_600_000
const mostTries = 3

/**
 * Gives the code to run; bundles it first if that was not done for these sources. `entries` are the programs, named from `src/`.
 * Never fails: where nothing can be bundled (a folder that cannot be written, an installation without its development packages)
 * it says so in a line and gives the sources.
 */
export async function prepareCode(o: { root: string; entries: readonly string[]; say(line: string): void }): Promise<Code> {
  const shelf = join(o.root, 'node_modules/.cache/rapport-code')
  const bundles = await madeFor(o, shelf).catch((error: unknown) => {
    o.say(`The code is loaded from its sources, which takes longer: ${error instanceof Error ? error.message : String(error)}`)
    return undefined
  })
  return {
    program: (source, account) => {
      const bundle = bundles && join(bundles, bundleOf(source))
      if (bundle === undefined || !existsSync(bundle) || !canUse(account, bundle, 'read')) return [join(o.root, 'src', source)]
      return ['--enable-source-maps', bundle]
    },
    compiled: bundles ? join(bundles, 'compiled') : join(o.root, 'node_modules/.cache/rapport'),
  }
}

/** The file of a program's bundle. */
const bundleOf = (source: string) => `${source.replace(/\.ts$/, '').replaceAll('/', '-')}.mjs`

async function madeFor(o: { root: string; entries: readonly string[]; say(line: string): void }, shelf: string): Promise<string> {
  for (let tries = 0; tries < mostTries; tries++) {
    const key = keyOf(o.root)
    const place = join(shelf, key)
    if (existsSync(place)) return used(place)
    if (tries === 0) o.say('Bundling the code (once) …')
    const making = await make(o, shelf)
    // Sources that changed meanwhile may be in it in part: then it is the bundle of neither.
    if (keyOf(o.root) === key) {
      putInPlace(making, place)
      clear(shelf, key)
      return place
    }
    rmSync(making, { recursive: true, force: true })
  }
  throw new Error('the sources keep changing.')
}

/**
 * What a bundle depends on: the sources, the packages as installed, Node, and where all this is, because paths stand in it.
 */
function keyOf(root: string): string {
  const sources = filesUnder(root, 'src', (file) => /\.(ts|js|json)$/.test(file) && !file.endsWith('.test.ts'))
  return fingerprint(root, [...sources, 'package.json', 'package-lock.json', 'node_modules/.package-lock.json'], root, process.version).slice(0, 32)
}

/** Bundles into a folder of its own, which is given; nobody else looks there. */
async function make(o: { root: string; entries: readonly string[] }, shelf: string): Promise<string> {
  if (!existsSync(join(o.root, 'node_modules/rolldown'))) throw new Error('rolldown is not installed.')
  mkdirSync(shelf, { recursive: true })
  const making = mkdtempSync(join(shelf, begun))
  try {
    const inputs = Object.fromEntries(o.entries.map((source) => [bundleOf(source), join(o.root, 'src', source)]))
    await run([join(import.meta.dirname, 'bundle.ts'), JSON.stringify({ root: o.root, inputs, to: making })])
    await chmod(making, 0o755) // the office may be another user
    for (const file of readdirSync(making)) await chmod(join(making, file), 0o644)
    return making
  } catch (error) {
    rmSync(making, { recursive: true, force: true })
    throw error
  }
}

/** Written to the disk before it stands there under its name: after a power cut there is the whole of it or nothing. */
function putInPlace(making: string, place: string): void {
  for (const file of readdirSync(making)) flush(join(making, file))
  flush(making)
  try {
    renameSync(making, place)
  } catch (error) {
    rmSync(making, { recursive: true, force: true })
    if (!existsSync(place)) throw error // else another start was faster, with the same
  }
}

function flush(path: string): void {
  const file = openSync(path, 'r')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

/** Removes what is long out of use. Whoever runs has loaded its code; started again without its bundle it runs the sources. */
function clear(shelf: string, key: string): void {
  const others = readdirSync(shelf)
    .filter((name) => name !== key)
    .flatMap((name) => {
      const at = statSync(join(shelf, name), { throwIfNoEntry: false })
      return at ? [{ name, since: at.mtimeMs }] : []
    })
    .toSorted((a, b) => b.since - a.since)
  const now = systemClock.now().getTime()
  const abandoned = others.filter(({ name, since }) => name.startsWith(begun) && now - since > abandonedMs)
  const old = others.filter(({ name }) => !name.startsWith(begun)).slice(kept)
  for (const { name } of [...abandoned, ...old]) rmSync(join(shelf, name), { recursive: true, force: true })
}

function used(place: string): string {
  try {
    utimesSync(place, systemClock.now(), systemClock.now())
  } catch {
    // A folder that cannot be written is not cleared either.
  }
  return place
}

function run(argv: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, argv, { stdio: ['ignore', 'ignore', 'pipe'] })
    let said = ''
    child.stderr.on('data', (bytes: Buffer) => {
      said = (said + bytes.toString('utf8')).slice(-4000)
    })
    child.once('close', (code) => (code === 0 ? resolve() : reject(new Error(`it could not be bundled: ${said.trim()}`))))
    child.once('error', reject)
  })
}
