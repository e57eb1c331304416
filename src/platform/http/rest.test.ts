import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { listen, listenerOf, pipe } from './index.ts'

// Somebody is refused while still sending: the answer must reach them whole, not a reset connection.

const piece = Buffer.alloc(64 * 1024)
const pieces = 20
const answer = 'This is too large.'

async function houses(t: TestContext): Promise<{ direct: number; piped: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'rest-'))
  const socketPath = join(folder, 'keep.sock')
  const refuse = listenerOf(() => new Response(answer, { status: 413 }))
  const keep = await listen(refuse, { socket: socketPath })
  const direct = await listen(refuse, { host: '127.0.0.1', port: 0 })
  const office = await listen((request, response) => pipe({ socketPath, caller: '' }, request, response), { host: '127.0.0.1', port: 0 })
  t.after(async () => {
    await Promise.all([office.close(), direct.close(), keep.close()])
    rmSync(folder, { recursive: true })
  })
  return { direct: direct.port, piped: office.port }
}

/** Sends the pieces slowly, whatever comes back, and tells what came. */
async function sendOn(port: number): Promise<{ said: string; sent: number; trouble: string | undefined }> {
  const socket = connect({ host: '127.0.0.1', port })
  let said = ''
  let trouble: string | undefined
  socket.setEncoding('utf8')
  socket.on('data', (text: string) => {
    said += text
  })
  socket.on('error', (error) => {
    trouble = error.message
  })
  const closed = once(socket, 'close')
  socket.write(`POST /things HTTP/1.1\r\nHost: x\r\nContent-Length: ${pieces * piece.length}\r\n\r\n`)
  let sent = 0
  while (sent < pieces && trouble === undefined && socket.writable) {
    await sleep(75)
    socket.write(piece)
    sent += 1
  }
  while (!said.includes(answer) && trouble === undefined) await sleep(20)
  socket.end()
  await closed
  return { said, sent, trouble }
}

for (const way of ['direct', 'piped'] as const)
  test(`refused while still sending (${way}): the whole body goes away and the answer comes whole`, { timeout: 60_000 }, async (t) => {
    const at = await houses(t)
    const { said, sent, trouble } = await sendOn(at[way])
    assert.deepEqual([sent, trouble], [pieces, undefined])
    assert.match(said, /^HTTP\/1\.1 413 /)
    assert.ok(said.includes(answer))
  })
