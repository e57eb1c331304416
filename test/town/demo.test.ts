import assert from 'node:assert/strict'
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { freePort } from './demo/house.ts'

// The demo as a newcomer runs it: by the command line, in a process of its own.

const rapport = join(import.meta.dirname, '../../bin/rapport')

function run(args: readonly string[], language = 'C'): Promise<{ code: number; said: string }> {
  return new Promise((done) => {
    execFile(
      process.execPath,
      [rapport, 'demo', ...args],
      { env: { ...process.env, LANG: language, LC_ALL: language }, timeout: 240_000 },
      (error, stdout, stderr) => {
        done({ code: error === null ? 0 : Number(error.code ?? 1), said: `${stdout}${stderr}` })
      },
    )
  })
}

test('the bank opens, the clerk’s scene plays, everything is as it should be, and nothing is left behind', async () => {
  const left = (): string[] => readdirSync(tmpdir()).filter((name) => name.startsWith('rapport-bank-'))
  const before = left()
  const { code, said } = await run(['bank', '--once'], 'ru_RU.UTF-8')
  assert.equal(code, 0, said)
  assert.match(said, /Всё как должно быть/)
  assert.match(said, /✓ по словам «бело 4567» за \d+ мс найдено: Белова Анна Сергеевна/)
  assert.match(said, /✓ Белова: скрыто записей: 2/)
  assert.match(said, /не написали 1: Человек отозвал согласие/)
  assert.doesNotMatch(said, /✗/)
  assert.deepEqual(left(), before)
})

test('a company that is none, and a folder with an installation that is no demo, are refused in one sentence', async (t) => {
  const nowhere = await run(['circus'])
  assert.equal(nowhere.code, 1)
  assert.match(nowhere.said, /There is no company "circus" in the demo; there are bank, hotel/)
  const home = mkdtempSync(join(tmpdir(), 'rapport-no-demo-'))
  t.after(() => rmSync(home, { recursive: true, force: true }))
  mkdirSync(join(home, 'data'))
  for (const more of [[], ['--once']]) {
    const taken = await run(['bookshop', '--home', home, ...more])
    assert.equal(taken.code, 1)
    assert.match(taken.said, /holds an installation that is no demo/)
  }
  assert.ok(existsSync(join(home, 'data')), 'what is there stays there')
})

test('a demo that is started again opens as it was left, and says again where a customer’s page is', async (t) => {
  const home = mkdtempSync(join(tmpdir(), 'rapport-again-'))
  t.after(() => rmSync(home, { recursive: true, force: true }))
  rmSync(home, { recursive: true })
  const pages: string[] = []
  for (const port of [await freePort(4300), await freePort(4350)]) {
    const said = await untilOpen(['bookshop', '--home', home, '--port', String(port)])
    pages.push(new URL(/http\S+\/m\/\S+/.exec(said)?.[0] ?? `http://nowhere/${said}`).pathname)
  }
  assert.match(pages[0] ?? '', /^\/m\//)
  assert.equal(pages[1], pages[0])
})

/** Starts a demo, waits until it says what to open, and stops it as Ctrl-C does. */
async function untilOpen(args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, [rapport, 'demo', ...args], { env: { ...process.env, LANG: 'C', LC_ALL: 'C' } })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      if (said.includes('Ctrl-C')) child.kill('SIGINT')
    })
  await once(child, 'exit')
  return said
}
