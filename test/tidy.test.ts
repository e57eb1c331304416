import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import * as access from '../src/keep/access/contract.ts'
import * as imports from '../src/keep/imports/contract.ts'
import { contracts } from '../src/office/health/contracts.ts'
import type { AnyEndpoint } from '../src/platform/http/index.ts'
import { loadRussian, saidIn } from '../web/ui/said.ts'
import { saidInRussian } from '../web/ui/said.words.ts'
import { endpointsOfContracts, isEndpoint } from './tidy/contracts.ts'
import { keysInUse, keysOnSheet } from './tidy/keys.ts'
import { bounded, isList, lacks } from './tidy/lists.ts'
import { sentencesIn } from './tidy/sentences.ts'

// The rules of the house that a tool off the shelf does not know.

const root = fileURLToPath(new URL('..', import.meta.url))
const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8' })
  .split('\n')
  .filter((file) => file !== '' && existsSync(join(root, file)))
const code = tracked.filter((file) => /\.(ts|tsx)$/.test(file))
const isTest = (file: string) => /\.test\.tsx?$/.test(file) || file.startsWith('test/')
const read = (file: string) => readFileSync(join(root, file), 'utf8')

test('no file of code is longer than fits in the head', () => {
  const long = code
    // A catalogue of words is no code: it has as many lines as the screen has sentences.
    .filter((file) => !isTest(file) && !file.endsWith('.words.ts'))
    .flatMap((file) => {
      const lines = read(file).split('\n').length
      return lines > 301 ? [`${file}: ${lines}`] : []
    })
  assert.deepEqual(long, [])
})

test('each part of Mantine that stands on a page has its sheet of styles', () => {
  const sheets = new Set([...read('web/ui/mantine.ts').matchAll(/styles\/(\w+)\.layer\.css/g)].map(([, name]) => name))
  const bare = code
    .filter((file) => file.startsWith('web/') && file.endsWith('.tsx'))
    .flatMap((file) => [...read(file).matchAll(/import \{([^}]*)\} from '@mantine\/core'/g)].flatMap(([, names = '']) => names.split(',')))
    .map((name) => name.trim())
    // A link looks like every other link of the page.
    .filter((name) => name !== 'Anchor' && !sheets.has(name) && existsSync(join(root, `node_modules/@mantine/core/styles/${name}.layer.css`)))
  assert.deepEqual([...new Set(bare)], [])
})

test('the page that checks receipts has the hash that its guide prints', async () => {
  const { hashOfPage, verifierPage } = await import('../web/verifier/build.ts')
  assert.ok(read('docs/receipts.md').includes(`\n${hashOfPage(await verifierPage())}  rapport-verify.html\n`), 'node web/verifier/hash.ts --write')
})

test('no file has a name that says nothing', () => {
  const empty = /^(utils?|helpers?|common|manager|service|types|misc|lib)\.(ts|tsx)$/
  assert.deepEqual(
    code.filter((file) => empty.test(basename(file))),
    [],
  )
})

test('time comes in as an argument: only platform/clock asks the machine', () => {
  const asks = /\bDate\.now\(\)|\bnew Date\(\)|\bTemporal\.Now\b/
  const offenders = code.filter((file) => file.startsWith('src/') && !isTest(file) && file !== 'src/platform/clock.ts' && asks.test(read(file)))
  assert.deepEqual(offenders, [])
})

test('the environment is read in one place', () => {
  const allowed =
    /^src\/(platform\/config\.ts|platform\/log\.ts|platform\/launcher\/|platform\/operations\/|(main|parts|children)\.ts|cli\/|keep\/process\.ts|office\/process\.ts|office\/analyst\/process\.ts|keep\/courier\/|keep\/imports\/command\/|keep\/imports\/fixtures\/)/
  const offenders = code.filter((file) => file.startsWith('src/') && !isTest(file) && !allowed.test(file) && /\bprocess\.env\b/.test(read(file)))
  assert.deepEqual(offenders, [])
})

test('every slice says what it owns, its invariants and what it never does', () => {
  const missing: string[] = []
  for (const wing of ['keep', 'office']) {
    for (const entry of readdirSync(join(root, 'src', wing), { withFileTypes: true })) {
      if (!entry.isDirectory()) continue
      const readme = join('src', wing, entry.name, 'README.md')
      if (!existsSync(join(root, readme))) missing.push(readme)
      else if (read(readme).split('\n').length > 41) missing.push(`${readme} is longer than 40 lines`)
    }
  }
  assert.deepEqual(missing, [])
})

test('every endpoint is named in a test', () => {
  const tests = code
    .filter((file) => isTest(file) && basename(file) !== 'tidy.test.ts')
    .map(read)
    .join('\n')
  const all: [string, AnyEndpoint][] = [...Object.values(contracts), endpointsOf(access), endpointsOf(imports)].flatMap((slice) => Object.entries(slice))
  assert.ok(all.length > 40, 'the contracts were found')
  const unnamed = all.filter(([, e]) => !tests.includes(`${e.method} ${e.path}`)).map(([, e]) => `${e.method} ${e.path}`)
  assert.deepEqual(unnamed, [])
})

test('every list is paged: a limit and a cursor in, the next cursor out', async () => {
  const declared = await endpointsOfContracts()
  const lists = declared.filter(isList)
  assert.ok(lists.length > 25, 'the lists were found')
  const nameOf = (e: AnyEndpoint) => `${e.method} ${e.path}`
  const unpaged = lists.flatMap((e) => (lacks(e).length > 0 && !(nameOf(e) in bounded) ? [`${nameOf(e)}: no ${lacks(e).join(', no ')}`] : []))
  assert.deepEqual([...new Set(unpaged)], [])
  const names = new Set(lists.filter((e) => lacks(e).length > 0).map(nameOf))
  assert.deepEqual(
    Object.keys(bounded).filter((name) => !names.has(name)),
    [],
    'an exception that is none any more',
  )
})

test('every key that does something stands on the sheet of shortcuts', () => {
  const used = keysInUse(code.filter((file) => file.startsWith('web/') && !isTest(file)).map((file) => ({ file, text: read(file) })))
  assert.ok(used.length > 8, 'the keys were found')
  const listed = keysOnSheet(read('web/console/shell/keyList.ts'))
  const unlisted = used.filter(({ keys }) => !listed.includes(keys))
  assert.deepEqual(unlisted, [], 'add these keys to web/console/shell/keyList.ts')
})

/** What is said on a terminal or in a log only, or is a value of its own that a page words by its code. */
const unseen =
  /^src\/(cli\/|(main|parts)\.ts|platform\/(apart|code|launcher|operations)\/|platform\/(config|supervise|run-folder|web-build)|keep\/keyring\/|keep\/imports\/command\/|keep\/gate\/reasons)|\/cli\.ts$|\/walk\/|\/verify\/|testing\.ts$|\/fixtures\//

test('whatever the server says when it says no has its Russian in web/ui/said.words.ts', async () => {
  await loadRussian()
  const said = code
    .filter((file) => file.startsWith('src/') && !isTest(file) && !unseen.test(file) && !file.endsWith('.words.ts'))
    .flatMap((file) => sentencesIn(read(file)).map((sentence) => ({ file, sentence })))
  assert.ok(said.length > 150, 'the sentences were found')
  const untold = said.filter(({ sentence }) => saidInRussian[sentence] === undefined && saidIn('ru', sentence) === undefined)
  assert.deepEqual(untold, [], 'add these sentences, with their Russian, to web/ui/said.words.ts')
})

function endpointsOf(contract: { [name: string]: unknown }): { [name: string]: AnyEndpoint } {
  return Object.fromEntries(Object.entries(contract).flatMap(([name, value]) => (isEndpoint(value) ? [[name, value]] : [])))
}
