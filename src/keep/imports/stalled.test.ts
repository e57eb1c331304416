import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { listen, listenerOf, pipe } from '../../platform/http/index.ts'
import { type Importing, openImporting } from './testing.ts'

// Somebody begins to send a file and falls silent.

/** The keep's listener and the office's before it, as strangers reach it. */
async function front(t: TestContext, patienceMs = 1_500): Promise<{ on: Importing; port: number }> {
  const on = await openImporting(t, { patienceMs })
  const socketPath = join(on.home, 'keep.sock')
  const keep = await listen(listenerOf(on.app.fetch), { socket: socketPath })
  const office = await listen((request, response) => pipe({ socketPath, caller: '' }, request, response), { host: '127.0.0.1', port: 0 })
  t.after(() => Promise.all([office.close(), keep.close()]))
  return { on, port: office.port }
}

function begin(port: number, key: string, length: number) {
  const socket = connect({ host: '127.0.0.1', port })
  const said: Buffer[] = []
  socket.on('data', (bytes: Buffer) => said.push(bytes))
  socket.on('error', () => {})
  socket.write(`POST /v1/imports?name=a.csv HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${key}\r\nContent-Length: ${length}\r\n\r\n`)
  return { socket, said: () => Buffer.concat(said).toString('utf8') }
}

const sealed = (on: Importing) => readdirSync(join(on.home, 'imports')).filter((name) => name.endsWith('.sealed'))

test('an upload that falls silent is ended with a problem, its file goes, and its connection is closed', { timeout: 30_000 }, async (t) => {
  const { on, port } = await front(t)
  const silent = Array.from({ length: 16 }, () => begin(port, on.key, 1_000_000))
  for (const { socket } of silent) socket.write('email;name\nanna@example.org;Anna\n')
  await Promise.all(silent.map(({ socket }) => once(socket, 'close')))
  for (const { said } of silent) {
    assert.match(said(), /^HTTP\/1\.1 408 /)
    assert.match(said(), /application\/problem\+json/)
    assert.match(said(), /Nothing came for \d+ seconds, so this was ended\. Please send it again\./)
  }
  assert.deepEqual(sealed(on), [])
  assert.equal((await on.tables.selectFrom('keep.import').select('import_id').execute()).length, 0)
  const other = await on.upload('email;name\nben@example.org;Ben\n')
  assert.equal(other.state, 'uploaded')
})

test('an upload that is slow but never silent comes in whole', { timeout: 30_000 }, async (t) => {
  const patienceMs = 4_500
  const { on, port } = await front(t, patienceMs)
  const lines = Array.from({ length: 4 }, (_, n) => `p${n}@example.org;Person ${n}\n`)
  const slow = begin(port, on.key, Buffer.byteLength(`email;name\n${lines.join('')}`))
  slow.socket.write('email;name\n')
  for (const line of lines) {
    await sleep(patienceMs / 3)
    slow.socket.write(line)
  }
  while (!slow.said().includes('\r\n\r\n')) await sleep(20)
  assert.match(slow.said(), /^HTTP\/1\.1 201 /)
  slow.socket.destroy()
})
