import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { z } from 'zod'
import type { AccessDeps, AccessTables } from '../../src/keep/access/index.ts'
import { type KeyringTables, openKeyring } from '../../src/keep/keyring/index.ts'
import { openDb } from '../../src/platform/db/index.ts'
import { idBlocks } from '../../src/platform/ids/index.ts'
import { runFolders } from '../../src/platform/run-folder.ts'
import type { Product } from '../product.ts'

// What somebody inside has in hand: what the office was told and its way to the door; and, to prepare a scene, the keep's own
// store and keys.

/** The environment of a running process (Linux). */
export function environmentOf(pid: number): Map<string, string> {
  const pairs = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').filter(Boolean)
  return new Map(pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]))
}

const answerShape = z.object({
  id: z.number(),
  output: z.unknown().optional(),
  error: z.object({ code: z.string().optional(), sentence: z.string() }).optional(),
})
export type DoorAnswer = z.infer<typeof answerShape>

/** One of the installation's secrets; those of the door and of ids the office holds in its memory. */
export const secretOf = (product: Product, name: 'door' | 'ids') => readFileSync(join(product.home, 'secrets', name), 'utf8').trim()

/** The door as whoever holds the office's memory finds it. */
export function doorOf(product: Product): { socket: string; secret: string } {
  const [folder = ''] = runFolders(join(product.home, 'run'))
  return { socket: join(folder, 'door.sock'), secret: secretOf(product, 'door') }
}

/** One frame as the door takes it: four bytes of length, then JSON. */
export function frame(content: unknown): Buffer {
  const body = Buffer.isBuffer(content) ? content : Buffer.from(JSON.stringify(content))
  const head = Buffer.alloc(4)
  head.writeUInt32BE(body.length)
  return Buffer.concat([head, body])
}

export const hello = (secret: unknown) => frame({ id: 0, verb: 'hello', input: secret })

/** Writes bytes to a socket and gives what came back until it was closed, or until so many answers or half a second. */
export function speak(socketPath: string, bytes: Buffer, wanted = 1): Promise<{ closed: boolean; answers: DoorAnswer[] }> {
  return new Promise((resolve) => {
    let held = Buffer.alloc(0)
    const answers: DoorAnswer[] = []
    const socket = connect({ path: socketPath }, () => socket.write(bytes))
    const end = (closed: boolean) => {
      clearTimeout(timer)
      socket.destroy()
      resolve({ closed, answers })
    }
    const timer = setTimeout(() => end(false), 10_000)
    socket.on('data', (chunk: Buffer) => {
      held = Buffer.concat([held, chunk])
      while (held.length >= 4 && held.length >= 4 + held.readUInt32BE(0)) {
        const size = held.readUInt32BE(0)
        answers.push(answerShape.parse(JSON.parse(held.subarray(4, 4 + size).toString('utf8'))))
        held = held.subarray(4 + size)
      }
      if (answers.length >= wanted) end(false)
    })
    socket.once('error', () => {})
    socket.once('close', () => end(true))
  })
}

/** Asks the door one thing, as an office that was taken over would: with the right secret and whatever it says of who asks. */
export async function ask(at: { socket: string; secret: string }, as: unknown, verb: string, input: unknown): Promise<DoorAnswer> {
  const { answers } = await speak(at.socket, Buffer.concat([hello(at.secret), frame({ id: 1, verb, input: { as, input } })]))
  const [answer] = answers
  if (!answer) throw new Error(`The door did not answer "${verb}".`)
  return answer
}

/** The keep's own store and keys, opened beside the running keep, to prepare what an attack needs. */
export async function insideKeep(t: Pick<TestContext, 'after'>, product: Product, now: Date): Promise<AccessDeps> {
  const db = openDb<AccessTables>({ url: product.databaseUrl('keep'), max: 2 })
  const keys = openDb<KeyringTables>({ url: product.databaseUrl('keep', 'keys'), max: 1 })
  t.after(() => Promise.all([db.destroy(), keys.destroy()]))
  const { keyring } = await openKeyring({ db: keys, folder: join(product.home, 'keys'), now })
  return { db, keyring, rowIds: idBlocks(db, 'keep.row_id_seq') }
}
