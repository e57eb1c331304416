import { rmSync } from 'node:fs'
import { connect, createServer, type Socket } from 'node:net'
import type { SecurePort, SecureWay } from '../apart/index.ts'
import { AppError, awayError, type ErrorCode, statusOf } from '../errors.ts'
import type { Logger } from '../log.ts'
import { closeSocket } from '../run-folder.ts'
import { type Frame, frames, write } from './frames.ts'

// Calls between our own processes: length-prefixed JSON over a Unix socket, or over TLS with certificates on both sides
// when they live apart. Many calls share one connection; answers come in any order.

/** Where calls are served: a socket of this machine, or the port for other machines. */
export type RpcPlace = { socket: string; secret: string } | { secure: SecurePort; secret: string }

/** How they are reached. */
export type RpcAddress = { socket: string; secret: string } | { way: SecureWay; secret: string }

export type RpcHandler = (verb: string, input: unknown) => Promise<unknown>

/** Serves calls. The first frame of a connection must carry the secret; anything else ends it. */
export async function serveRpc(at: RpcPlace, handle: RpcHandler, log: Logger): Promise<{ close(): Promise<void> }> {
  const open = new Set<Socket>()
  const onConnection = (socket: Socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
    socket.on('error', () => socket.destroy())
    let known = false
    frames(socket, (frame) => {
      if (!known) {
        known = frame.verb === 'hello' && frame.input === at.secret
        if (!known) socket.destroy()
        return
      }
      void answer(socket, frame, handle, log)
    })
  }
  const closeAll = () => {
    for (const socket of open) socket.destroy()
  }
  if ('secure' in at) {
    at.secure.serve('rapport-door', onConnection)
    return { close: async () => closeAll() }
  }
  const server = createServer(onConnection)
  rmSync(at.socket, { force: true })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ path: at.socket }, () => resolve())
  })
  closeSocket(at.socket)
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        closeAll()
      }),
  }
}

async function answer(socket: Socket, frame: Frame, handle: RpcHandler, log: Logger) {
  try {
    const output = await handle(frame.verb ?? '', frame.input)
    write(socket, { id: frame.id, output: output ?? null })
  } catch (error) {
    const away = awayError(error)
    const known = error instanceof AppError ? error : away
    if (!known) log.error({ err: error, verb: frame.verb }, 'call failed')
    if (away) log.warn({ err: error, verb: frame.verb }, 'the database could not serve a call')
    write(socket, { id: frame.id, error: { code: known?.code, sentence: known?.message ?? 'a bug', place: known?.place, retry: known?.retryAfterSeconds } })
  }
}

export type RpcClient = {
  /** Gives the answer, or throws the AppError that the other side threw; `unavailable` when it is not there. */
  call(verb: string, input: unknown): Promise<unknown>
  close(): void
}

type Waiting = { resolve(value: unknown): void; reject(error: Error): void }

/** A client that connects when first called and again after the other side went away. Calls under way then fail as unavailable. */
export function connectRpc(at: RpcAddress, patienceMs = 60_000): RpcClient {
  let socket: Socket | undefined
  let lastId = 0
  const waiting = new Map<number, Waiting>()

  const gone = () => {
    socket = undefined
    const lost = [...waiting.values()]
    waiting.clear()
    for (const { reject } of lost) reject(unavailable())
  }

  function connection(): Socket {
    if (socket) return socket
    const made = 'way' in at ? at.way.connect('rapport-door') : connect({ path: at.socket })
    made.setNoDelay(true)
    made.on('error', () => made.destroy())
    made.once('close', gone)
    frames(made, (frame) => {
      const waiter = waiting.get(frame.id)
      if (!waiter) return
      waiting.delete(frame.id)
      if (frame.error) waiter.reject(thrown(frame.error))
      else waiter.resolve(frame.output)
    })
    write(made, { id: 0, verb: 'hello', input: at.secret })
    socket = made
    return made
  }

  return {
    call: (verb, input) =>
      new Promise((resolve, reject) => {
        const id = ++lastId
        const timer = setTimeout(() => {
          waiting.delete(id)
          reject(unavailable())
        }, patienceMs)
        const settle = { resolve: (v: unknown) => (clearTimeout(timer), resolve(v)), reject: (e: Error) => (clearTimeout(timer), reject(e)) }
        waiting.set(id, settle)
        try {
          write(connection(), { id, verb, input })
        } catch (error) {
          clearTimeout(timer)
          waiting.delete(id)
          throw error
        }
      }),
    close: () => {
      socket?.destroy()
    },
  }
}

const unavailable = () => new AppError('unavailable', 'This part is starting or was stopped. Please try again in a moment.', { retryAfterSeconds: 1 })

function thrown(error: NonNullable<Frame['error']>): Error {
  const code = isErrorCode(error.code) ? error.code : undefined
  if (!code) return new Error('the other side failed; its log says where')
  return new AppError(code, error.sentence, { place: error.place, ...(error.retry === undefined ? {} : { retryAfterSeconds: error.retry }) })
}

const isErrorCode = (code: unknown): code is ErrorCode => typeof code === 'string' && code in statusOf
