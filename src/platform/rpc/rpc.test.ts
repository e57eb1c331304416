import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { type TestContext } from 'node:test'
import { AppError, badInput } from '../errors.ts'
import { logger } from '../log.ts'
import { connectRpc, type RpcHandler, serveRpc } from './index.ts'

const log = logger('test')
log.level = 'silent'
const largest = 64 * 1024 * 1024

async function pair(t: TestContext, handle: RpcHandler, patienceMs?: number) {
  const folder = mkdtempSync(join(tmpdir(), 'rapport-rpc-'))
  const at = { socket: join(folder, 'rpc'), secret: 'of this run' }
  const server = await serveRpc(at, handle, log)
  const client = connectRpc(at, patienceMs)
  t.after(async () => {
    client.close()
    await server.close()
    rmSync(folder, { recursive: true, force: true })
  })
  return { at, server, client }
}

const unavailable = (error: unknown) => error instanceof AppError && error.code === 'unavailable'
const closed = (socket: Socket) => new Promise<void>((resolve) => socket.once('close', () => resolve()))
const frame = (value: unknown) => {
  const body = Buffer.from(typeof value === 'string' ? value : JSON.stringify(value))
  const head = Buffer.alloc(4)
  head.writeUInt32BE(body.length)
  return Buffer.concat([head, body])
}

test('who does not know the secret gets nothing done, even with it in a second frame', { timeout: 30_000 }, async (t) => {
  const seen: string[] = []
  const { at, client } = await pair(t, async (verb) => void seen.push(verb))
  assert.equal(statSync(at.socket).mode & 0o777, 0o600)
  const stranger = connectRpc({ ...at, secret: 'guessed' })
  await assert.rejects(stranger.call('steal', {}), unavailable)
  const hello = { id: 0, verb: 'hello' }
  for (const bytes of [
    frame({ id: 1, verb: 'steal' }),
    frame('not JSON'),
    frame('null'),
    frame('5'),
    Buffer.from([0xff, 0xff, 0xff, 0xff]),
    Buffer.concat([frame({ ...hello, input: 'guessed' }), frame({ ...hello, input: at.secret }), frame({ id: 1, verb: 'steal' })]),
  ]) {
    const raw = connect(at.socket)
    raw.on('error', () => {})
    raw.write(bytes)
    await closed(raw)
  }
  assert.deepEqual(seen, [])
  await client.call('ask', {})
  assert.deepEqual(seen, ['ask'])
})

test('a frame too large ends the connection; a call too large is refused and the others go on', { timeout: 30_000 }, async (t) => {
  const { at, client } = await pair(t, async (verb, input) => (verb === 'much' ? 'x'.repeat(largest) : input))
  const raw = connect(at.socket)
  raw.on('error', () => {})
  const head = Buffer.alloc(4)
  head.writeUInt32BE(largest + 1)
  raw.write(Buffer.concat([frame({ id: 0, verb: 'hello', input: at.secret }), head]))
  await closed(raw)
  const tooLarge = (error: unknown) => error instanceof AppError && error.code === 'too_large'
  const waiting = client.call('echo', 1)
  await assert.rejects(client.call('echo', 'x'.repeat(largest)), tooLarge)
  await assert.rejects(client.call('much', 0), tooLarge)
  assert.equal(await waiting, 1)
  assert.equal(await client.call('echo', 2), 2)
})

test('answers find their calls, however many and in whatever order, with what each needs', async (t) => {
  const { client } = await pair(t, async (_, input) => {
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 20))
    return input
  })
  const inputs = Array.from({ length: 500 }, (_, i) => ({ i, text: 'я'.repeat(i * 20) }))
  assert.deepEqual(await Promise.all(inputs.map((input) => client.call('echo', input))), inputs)
  assert.equal(await client.call('echo', undefined), null)
})

test('an error meant for a person arrives as it was thrown; a bug tells nothing of itself', async (t) => {
  const { client } = await pair(t, async (verb) => {
    if (verb === 'bug') throw new Error('SELECT surname …')
    throw verb === 'late' ? new AppError('too_many', 'Slow down.', { retryAfterSeconds: 7 }) : badInput('Not a date.', 'batch[3].timestamp')
  })
  await assert.rejects(client.call('bad', {}), { code: 'bad_input', message: 'Not a date.', place: 'batch[3].timestamp' })
  await assert.rejects(client.call('late', {}), { code: 'too_many', retryAfterSeconds: 7 })
  await assert.rejects(client.call('bug', {}), (e) => e instanceof Error && !(e instanceof AppError) && !e.message.includes('surname'))
})

test('a side that dies fails what is under way as unavailable, and is found again when it is back', { timeout: 30_000 }, async (t) => {
  const { at, server, client } = await pair(t, (verb) => (verb === 'hang' ? new Promise(() => {}) : Promise.resolve('here')))
  const hanging = [client.call('hang', {}), client.call('hang', {})]
  for (const call of hanging) call.catch(() => {})
  assert.equal(await client.call('ask', {}), 'here')
  await server.close()
  for (const call of hanging) await assert.rejects(call, unavailable)
  await assert.rejects(client.call('ask', {}), unavailable)
  const again = await serveRpc(at, async () => 'back', log)
  t.after(() => again.close())
  assert.equal(await client.call('ask', {}), 'back')
})

test('a call that is never answered is given up, and only that one', { timeout: 30_000 }, async (t) => {
  const { client } = await pair(t, (verb) => (verb === 'hang' ? new Promise(() => {}) : Promise.resolve('here')), 100)
  const hanging = client.call('hang', {})
  await assert.rejects(hanging, unavailable)
  assert.equal(await client.call('ask', {}), 'here')
})
