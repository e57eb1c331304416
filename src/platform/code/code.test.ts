import assert from 'node:assert/strict'
import { execFile, spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import test, { type TestContext } from 'node:test'
import { prepareParts } from '../../children.ts'
import { canUse } from '../launcher/index.ts'
import { type Code, prepareCode } from './index.ts'

const entry = 'part/process.ts'
const words = (text: string) => `export const words: string = '${text}'\n`
const program = `import { readFileSync } from 'node:fs'
import { words } from './words.ts'
import { packaged } from 'a-package'
const beside: string = readFileSync(new URL('beside.txt', import.meta.url), 'utf8')
console.log([words, packaged, beside, import.meta.dirname].join(' | '))
if (process.argv.includes('throw')) fail()
function fail(): never {
  throw new Error('nothing to sell')
}
`

/** An installation with one program; bundling is done with the packages of this copy. */
function installation(t: TestContext) {
  const root = mkdtempSync(join(tmpdir(), 'rapport-code-'))
  chmodSync(root, 0o755)
  t.after(() => rmSync(root, { recursive: true, force: true }))
  const write = (file: string, text: string) => {
    mkdirSync(dirname(join(root, file)), { recursive: true })
    writeFileSync(join(root, file), text)
  }
  write('src/part/process.ts', program)
  write('src/part/words.ts', words('good day'))
  write('src/part/beside.txt', 'beside')
  write('package.json', '{"type": "module"}')
  write('package-lock.json', '{}')
  write('node_modules/a-package/package.json', '{"type": "module", "exports": "./index.js"}')
  write('node_modules/a-package/index.js', "export const packaged = 'packaged'\n")
  mkdirSync(join(root, 'node_modules/rolldown'))
  const said: string[] = []
  const prepare = (say: (line: string) => void = (line) => void said.push(line)) => prepareCode({ root, entries: [entry], say })
  const shelf = join(root, 'node_modules/.cache/rapport-code')
  return { root, write, said, prepare, shelf, source: join(root, 'src', entry), shelved: () => readdirSync(shelf).sort() }
}

function run(code: Code, ...more: string[]): string {
  const { stdout, stderr } = spawnSync(process.execPath, [...code.program(entry), ...more], { encoding: 'utf8', cwd: '/', env: {} })
  return `${stdout}${stderr}`.trim()
}

const isBundled = (code: Code) => code.program(entry).at(-1)?.endsWith('part-process.mjs') === true

test('a bundle does what its sources do, finds what lies beside them, and says where in them it broke', async (t) => {
  const { root, prepare, said, source } = installation(t)
  const code = await prepare()
  assert.ok(isBundled(code))
  assert.deepEqual(said, ['Bundling the code (once) …'])
  const expected = `good day | packaged | beside | ${join(root, 'src/part')}`
  assert.equal(run(code), expected)
  rmSync(join(root, 'node_modules/a-package'), { recursive: true })
  assert.equal(run(code), expected, 'the package is in it')
  assert.match(run(code, 'throw'), new RegExp(`Error: nothing to sell\n +at fail \\(${source}:8:9\\)\n`))
  await prepare()
  assert.equal(said.length, 1, 'it was made once')
})

test('a change of a source, of a package and back again is seen at the next start', async (t) => {
  const { write, prepare, said, shelved } = installation(t)
  assert.match(run(await prepare()), /^good day/)
  write('src/part/words.ts', words('good bye'))
  assert.match(run(await prepare()), /^good bye/)
  write('node_modules/a-package/index.js', "export const packaged = 'newer'\n")
  write('node_modules/.package-lock.json', '{"packages": {"node_modules/a-package": {"version": "2.0.0"}}}')
  assert.match(run(await prepare()), /^good bye \| newer/)
  write('src/part/words.test.ts', 'export {}\n')
  await prepare()
  assert.equal(said.length, 3, 'a test is no part of it')
  write('src/part/words.ts', words('good day'))
  assert.match(run(await prepare()), /^good day \| newer/)
  for (const text of ['one', 'two', 'three']) {
    write('src/part/words.ts', words(text))
    assert.match(run(await prepare()), new RegExp(`^${text}`))
  }
  assert.equal(shelved().length, 4, 'old ones go')
})

test('a source that changes while it is bundled is taken as it is in the end, and what was begun before is not taken for it', async (t) => {
  const { write, prepare, shelved } = installation(t)
  const code = await prepare(() => write('src/part/words.ts', words('in between')))
  assert.match(run(code), /^in between/)
  assert.equal(shelved().length, 1)
  write('src/part/words.ts', words('good day'))
  assert.match(run(await prepare()), /^good day/)
})

test('two starts side by side both get a whole bundle, the same', async (t) => {
  const { root, shelved } = installation(t)
  const index = JSON.stringify(join(import.meta.dirname, 'index.ts'))
  const script = `import { prepareCode } from ${index}
    const code = await prepareCode({ root: ${JSON.stringify(root)}, entries: ['${entry}'], say: () => {} })
    const [bundle] = code.program('${entry}').slice(-1)
    await import(bundle)
    console.log(bundle)`
  const begin = () =>
    new Promise<string>((done, failed) => {
      execFile(process.execPath, ['--input-type=module', '-e', script], (error, stdout) => (error ? failed(error) : done(stdout)))
    })
  const [one, other] = await Promise.all([begin(), begin()])
  assert.match(one, /^good day \| packaged .*\n.*part-process\.mjs\n$/)
  assert.equal(one, other)
  assert.equal(shelved().length, 1, 'and nothing that was begun is left')
})

test('where nothing can be bundled the sources run, and one line says why', async (t) => {
  const { root, write, prepare, said, shelf, source } = installation(t)
  const runsSources = async (why: RegExp) => {
    said.length = 0
    const code = await prepare()
    assert.deepEqual(code.program(entry), [source])
    assert.match(run(code), /^good day/)
    assert.match(said.at(-1) ?? '', /^The code is loaded from its sources, which takes longer: /)
    assert.match(said.at(-1) ?? '', why)
  }
  mkdirSync(dirname(shelf))
  writeFileSync(shelf, 'no folder') // as root every folder can be written
  await runsSources(/EEXIST|ENOTDIR/)
  rmSync(shelf)
  write('src/part/process.ts', `${program}if (process.argv.includes('more')) await import('./absent.ts')\n`)
  await runsSources(/could not be bundled: [\s\S]*absent/)
  rmSync(join(root, 'node_modules/rolldown'), { recursive: true })
  await runsSources(/rolldown is not installed/)
})

test('a bundle that is gone, or that the account cannot read, is no reason not to start', async (t) => {
  const { prepare, shelf, source, shelved } = installation(t)
  const code = await prepare()
  const nobody = { uid: 65_533, gid: 65_533 }
  if (process.getuid?.() === 0 && canUse(nobody, source, 'read')) {
    assert.notDeepEqual(code.program(entry, nobody), [source])
    chmodSync(shelf, 0o700)
    assert.deepEqual(code.program(entry, nobody), [source])
    assert.ok(isBundled(code))
  }
  mkdirSync(join(shelf, '.making-long-ago'))
  utimesSync(join(shelf, '.making-long-ago'), 0, 0)
  rmSync(join(shelf, shelved().find((name) => !name.startsWith('.')) ?? ''), { recursive: true })
  assert.deepEqual(code.program(entry), [source])
  assert.ok(isBundled(await prepare()))
  assert.equal(shelved().length, 1, 'what was begun long ago and left is gone')
})

test('the parts of the product load from their sources and from their bundles, and break off with the same words at the same place', async () => {
  const code = await prepareParts(() => {})
  const source = join(import.meta.dirname, '../..')
  for (const part of ['keep/process.ts', 'office/process.ts', 'office/analyst/process.ts']) {
    const bundled = code.program(part)
    assert.equal(bundled.length, 2, `${part} is bundled: ${bundled}`)
    assert.ok(readFileSync(bundled.at(-1) ?? '', 'utf8').includes('//# sourceMappingURL='))
    const [here, there] = [[join(source, part)], bundled].map((argv) => {
      const { stderr, status } = spawnSync(process.execPath, argv, { encoding: 'utf8', env: {} })
      assert.equal(status, 1)
      return stderr
        .replaceAll('file://', '')
        .replace('at <anonymous> (', 'at ')
        .replaceAll(/\.ts:(\d+):(\d+)\)?/g, '.ts:$1:$2')
    })
    assert.match(here ?? '', /_DATABASE_URL is not set\n[\s\S]*at [^\n]*process\.ts:\d+/)
    assert.equal(there, here)
  }
})
