import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'

// The demo as a newcomer runs it: by the command line, in a process of its own.

const rapport = join(import.meta.dirname, '../../bin/rapport')

function run(args: readonly string[], language = 'C'): Promise<{ code: number; said: string }> {
  return new Promise((done) => {
    execFile(
      process.execPath,
      [rapport, 'demo', ...args],
      { env: { ...process.env, LANG: language, LC_ALL: language }, timeout: 120_000 },
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
