import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { type TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { AppError } from './errors.ts'
import { logger } from './log.ts'
import { type Child, type Settings, supervise } from './supervise.ts'

const log = logger('test')
log.level = 'silent'
const module = JSON.stringify(join(import.meta.dirname, 'supervise.ts'))

function child(t: TestContext, code: string, more: { tell?(): Promise<Settings | undefined>; heard?(message: object): void } = {}): Child {
  const folder = mkdtempSync(join(tmpdir(), 'rapport-child-'))
  const file = join(folder, 'child.mjs')
  writeFileSync(file, code)
  const made = supervise({ name: 'the child', argv: () => [file], env: {}, log, ...more })
  t.after(async () => {
    await made.stop()
    rmSync(folder, { recursive: true, force: true })
  })
  return made
}

const until = async (met: () => boolean) => {
  for (let i = 0; i < 200 && !met(); i++) await sleep(50)
  assert.ok(met())
}

test('a child that never gets ready is given up with its last words', { timeout: 30_000 }, async (t) => {
  const lost = child(t, "console.error('The disk is full.'); process.exit(1)")
  await assert.rejects(lost.ready, (e) => e instanceof AppError && e.code === 'unavailable' && /the child does not start: The disk is full\./.test(e.message))
  assert.equal(lost.state().ready, false)
})

test('a child that dies is started again with growing pauses, and not after it was stopped', { timeout: 30_000 }, async (t) => {
  const starts: number[] = []
  const heard = (message: object) => void ('ready' in message && starts.push(performance.now()))
  const dying = child(t, 'process.send({ ready: true }, () => process.exit(1))', { heard })
  await dying.ready
  await until(() => starts.length === 5)
  const pauses = starts.slice(1).map((at, i) => at - (starts[i] ?? 0))
  for (const [i, least] of [100, 200, 400, 800].entries()) assert.ok((pauses[i] ?? 0) >= least, `pause ${i}: ${pauses[i]}`)
  await dying.stop()
  const many = starts.length
  await sleep(2_000)
  assert.equal(starts.length, many)
  assert.equal(dying.state().pid, undefined)
})

test('a child loads its code before it may begin, is told the rest when it may, and inherits nothing', { timeout: 30_000 }, async (t) => {
  let may = false
  const said: object[] = []
  const waiting = child(
    t,
    `import { settingsOf } from ${module}
     process.send({ names: Object.keys(process.env) })
     const { DOOR } = await settingsOf(process.env)
     process.send({ ready: true, door: DOOR }); setInterval(() => {}, 1000)`,
    {
      tell: async () => {
        if (!may) throw new Error('no database yet')
        return { DOOR: 'oak' }
      },
      heard: (message) => said.push(message),
    },
  )
  await until(() => said.length === 1)
  await sleep(300)
  assert.equal(waiting.state().ready, false)
  may = true
  await waiting.ready
  const [first, second] = said
  assert.ok(first && 'names' in first && Array.isArray(first.names))
  assert.deepEqual(
    first.names.filter((name: string) => !name.startsWith('NODE_')),
    ['RAPPORT_WAITS'],
  )
  assert.ok(second && 'door' in second && second.door === 'oak')
})

test('a child that waits to be told ends when main goes', { timeout: 30_000 }, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'rapport-main-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const file = join(folder, 'child.mjs')
  writeFileSync(file, `import { settingsOf } from ${module}; process.send('here'); await settingsOf(process.env); throw new Error('told nothing')`)
  const { fork } = await import('node:child_process')
  const orphan = fork(file, { silent: true, env: { RAPPORT_WAITS: '1' } })
  await new Promise((resolve) => orphan.once('message', resolve))
  const exit = new Promise((resolve) => orphan.once('exit', resolve))
  orphan.disconnect()
  assert.equal(await exit, 0)
})

test('a child ends by itself, after its last work, when the channel of main closes', { timeout: 30_000 }, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'rapport-main-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const file = join(folder, 'child.mjs')
  writeFileSync(
    file,
    `import { underMain } from ${module}
     import { writeFileSync } from 'node:fs'
     const main = underMain(async () => writeFileSync(${JSON.stringify(join(folder, 'ended'))}, 'done'))
     setInterval(() => {}, 1000)
     main.ready()`,
  )
  const { fork } = await import('node:child_process')
  const orphan = fork(file, { silent: true })
  await new Promise((resolve) => orphan.once('message', resolve))
  const exit = new Promise((resolve) => orphan.once('exit', resolve))
  orphan.disconnect()
  assert.equal(await exit, 0)
  const { readFileSync } = await import('node:fs')
  assert.equal(readFileSync(join(folder, 'ended'), 'utf8'), 'done')
})
