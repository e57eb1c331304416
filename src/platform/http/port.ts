import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { AppError } from '../errors.ts'

const lookEveryMs = 50

/** Waits until a port can be listened on (a process whose main was killed lets go of it in a moment), or says that it is another's. */
export async function untilPortIsFree(at: { host: string; port: number }, patienceMs = 3_000): Promise<void> {
  for (let waited = 0; ; waited += lookEveryMs) {
    const trouble = await whyNot(at)
    if (trouble === undefined) return
    if (trouble !== 'EADDRINUSE') throw new AppError('unavailable', `This machine does not let Rapport listen on ${at.host}, port ${at.port} (${trouble}).`)
    if (waited >= patienceMs) throw new AppError('unavailable', `Port ${at.port} is in use by another program: choose another with --port or PORT.`)
    await sleep(lookEveryMs)
  }
}

function whyNot(at: { host: string; port: number }): Promise<string | undefined> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', (error) => resolve('code' in error ? String(error.code) : error.name))
    probe.listen({ host: at.host, port: at.port }, () => probe.close(() => resolve(undefined)))
  })
}
