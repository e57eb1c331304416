import { defineCommand } from 'citty'
import type { PartsOptions } from '../parts.ts'
import { readMainConfig } from '../platform/config.ts'
import { installation, portOf } from './installation.ts'

export const startCommand = defineCommand({
  meta: { name: 'start', description: 'Start everything on this machine and keep it running.' },
  args: {
    ...installation,
    host: { type: 'string', description: 'Address to listen on', valueHint: '127.0.0.1' },
    port: { type: 'string', description: 'Port to listen on', valueHint: '4000' },
    role: { type: 'string', description: 'Only these parts; the others run on other machines', valueHint: 'keep,analyst' },
    door: { type: 'string', description: 'Where the keep of --role listens, or where the office finds it', valueHint: 'HOST:PORT' },
    certificates: { type: 'string', description: 'Folder made by rapport certificates', valueHint: 'FOLDER' },
    'public-url': { type: 'string', description: 'How customers reach this place', valueHint: 'https://crm.example.com' },
  },
  async run({ args }) {
    const where = { home: args.home, host: args.host, port: args.port === undefined ? undefined : portOf(args.port), publicUrl: args['public-url'] }
    const role = args.role ?? readMainConfig(process.env).role
    if (role !== undefined) return runParts(role, { ...where, door: args.door, certificates: args.certificates })
    const { start } = await import('../main.ts')
    const running = await start(where)
    console.log(`Rapport is ready: ${running.url}`)
    if (await needsSetUp(running.localUrl)) console.log(`Set it up in the browser with this code: ${running.setUpCode}`)
    await runUntilAsked(running)
  },
})

async function runParts(role: string, o: Omit<PartsOptions, 'roles'>): Promise<void> {
  const { rolesOf, startParts } = await import('../parts.ts')
  const running = await startParts({ ...o, roles: rolesOf(role) })
  console.log(`Rapport is ready: ${running.parts}`)
  if (running.setUpCode !== undefined) console.log(`Where nobody is set up yet, the browser asks for this code: ${running.setUpCode}`)
  await runUntilAsked(running)
}

async function runUntilAsked(running: { stop(): Promise<void> }): Promise<void> {
  await untilAsked()
  console.log('Stopping.')
  await running.stop()
  process.exit(0)
}

async function needsSetUp(url: string): Promise<boolean> {
  const answer = await fetch(`${url}/v1/session/state`).catch(() => undefined)
  const state: unknown = await answer?.json().catch(() => undefined)
  return typeof state === 'object' && state !== null && 'ready' in state && state.ready === false
}

/** Settles at the first Ctrl-C or SIGTERM; a second Ctrl-C ends at once. */
function untilAsked(): Promise<void> {
  return new Promise((asked) => {
    let once = false
    const ask = () => {
      if (once) process.exit(1)
      once = true
      asked()
    }
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, ask)
  })
}
