import { type ChildProcess, spawn } from 'node:child_process'
import { dirname, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import type { Clock } from '../../../platform/clock.ts'
import { AppError } from '../../../platform/errors.ts'
import { unprivileged, walledOff } from '../../../platform/walls.ts'
import { onFrames, writeJson } from '../pipe.ts'
import { mostLinks } from './links.ts'
import type { Account, FromMail, MailOrder, MailOutcome, ReadMail, Rendered, Rendering, Template, ToMail } from './order.ts'

// The mail courier as the keep sees it: a process that is started when needed, started anew when it dies, and not believed.

/** What became of a message, and the subject it went under. */
export type Sent = MailOutcome & { subject: string | null }

export type MailCourier = {
  /** Told once; again when it changes, or to a courier that was started anew. */
  account(key: string, account: Account): void
  template(key: string, template: Template): void
  /** Hands a message over; its last byte leaves before `leaveBefore` of `clock.monotonic` or not at all. Never throws. */
  send(order: Omit<MailOrder, 'leaveBefore'>, leaveBefore: number): Promise<Sent>
  /** The message as it would go. Throws bad_input when the template cannot be rendered. */
  render(wanted: Rendering): Promise<Rendered>
  read(raw: Buffer): Promise<ReadMail>
  /** Ends the process that runs now; the next message starts another. */
  kill(): void
  close(): void
}

const outcome = z.object({
  left: z.enum(['yes', 'no', 'unknown']),
  why: z.enum(['accepted', 'lapsed', 'rejected', 'deferred', 'unreachable', 'refused_login', 'render', 'no_answer', 'courier']),
  status: z
    .string()
    .max(12)
    .regex(/^[0-9.]+$/)
    .nullable(),
})
const rendered = z.object({ subject: z.string(), text: z.string(), html: z.string() })
const readMail = z.object({
  subject: z.string(),
  from: z.string(),
  to: z.string(),
  cc: z.string(),
  date: z.string().nullable(),
  text: z.string(),
  html: z.string().nullable(),
  headers: z.array(z.tuple([z.string(), z.string()])),
  links: z.array(z.object({ href: z.string(), label: z.string() })).max(mostLinks),
})
const answer = z.union([
  z.object({ id: z.int(), outcome, subject: z.string().max(400).nullable() }),
  z.object({ id: z.int(), rendered }),
  z.object({ id: z.int(), read: readMail }),
  z.object({ id: z.int(), clock: z.number() }),
  z.object({ id: z.int(), trouble: z.string() }),
])

type Question = Extract<ToMail, { id: number }> extends infer Q ? (Q extends { id: number } ? Omit<Q, 'id'> : never) : never
type Waiting = { hear(said: FromMail): void; gone(): void }
type Running = { child: ChildProcess; waiting: Map<number, Waiting>; offset: Promise<number>; told: Set<string> }

export function startMailCourier(clock: Clock): MailCourier {
  const accounts = new Map<string, Account>()
  const templates = new Map<string, Template>()
  let running: Running | undefined
  let last = 0
  let closed = false

  function up(): Running {
    if (running) return running
    const child = spawnCourier()
    const made: Running = { child, waiting: new Map(), offset: Promise.resolve(0), told: new Set() }
    running = made
    const end = () => {
      if (running === made) running = undefined
      for (const waiter of made.waiting.values()) waiter.gone()
      made.waiting.clear()
    }
    // Only when it is surely dead is anybody told: a lease may be closed then, and nothing leaves after that.
    const kill = () => {
      if (running === made) running = undefined
      child.kill('SIGKILL')
    }
    child.once('error', end)
    child.once('exit', end)
    child.stdin?.on('error', () => {})
    if (child.stdout) onFrames(child.stdout, (frame) => ('bytes' in frame ? kill() : hear(made, frame.text, kill)), kill)
    made.offset = offsetOf(made)
    made.offset.catch(() => {})
    return made
  }

  function hear(at: Running, text: string, kill: () => void): void {
    const said = answer.safeParse(parsed(text))
    const waiter = said.success ? at.waiting.get(said.data.id) : undefined
    if (!said.success || !waiter) return kill()
    at.waiting.delete(said.data.id)
    waiter.hear(said.data)
  }

  function ask(at: Running, question: Question): Promise<FromMail> {
    const id = ++last
    return new Promise((resolve, reject) => {
      at.waiting.set(id, { hear: resolve, gone: () => reject(new AppError('unavailable', 'The mail courier stopped.')) })
      if (at.child.stdin) writeJson(at.child.stdin, { ...question, id })
    })
  }

  /** The courier's clock at our zero, or less: a deadline carried over is never later there than here. */
  async function offsetOf(at: Running): Promise<number> {
    const said = await ask(at, { clock: true })
    return 'clock' in said ? said.clock - clock.monotonic() : Number.NEGATIVE_INFINITY
  }

  function tell(at: Running, kind: 'account' | 'template', key: string): void {
    if (at.told.has(`${kind} ${key}`) || !at.child.stdin) return
    const said = kind === 'account' ? accounts.get(key) : templates.get(key)
    if (said) writeJson(at.child.stdin, { [kind]: said, key })
    at.told.add(`${kind} ${key}`)
  }

  return {
    account(key, account) {
      accounts.set(key, account)
      running?.told.delete(`account ${key}`)
    },
    template(key, template) {
      templates.set(key, template)
      running?.told.delete(`template ${key}`)
    },
    async send(order, leaveBefore) {
      if (closed) return { left: 'no', why: 'courier', status: null, subject: null }
      let handed = false
      try {
        const at = up()
        tell(at, 'account', order.account)
        tell(at, 'template', order.template)
        const mail: MailOrder = { ...order, leaveBefore: leaveBefore + (await at.offset) }
        handed = true
        const said = await ask(at, { mail })
        return 'outcome' in said ? { ...said.outcome, subject: said.subject } : { left: 'unknown', why: 'courier', status: null, subject: null }
      } catch {
        // A courier that died may have let the last byte go before it died.
        return { left: handed ? 'unknown' : 'no', why: 'courier', status: null, subject: null }
      }
    },
    async render(wanted) {
      const at = up()
      tell(at, 'template', wanted.template)
      const said = await ask(at, { render: wanted })
      if ('rendered' in said) return said.rendered
      throw new AppError('bad_input', `This template cannot be rendered: ${'trouble' in said ? tidy(said.trouble) : 'no words'}`)
    },
    async read(raw) {
      const said = await ask(up(), { read: { raw: raw.toString('base64') } })
      if ('read' in said) return said.read
      throw new AppError('bad_input', 'This message cannot be read.')
    },
    kill() {
      running?.child.kill('SIGKILL')
    },
    close() {
      closed = true
      running?.child.kill('SIGKILL')
    },
  }
}

const here = dirname(fileURLToPath(import.meta.url))

/** Nothing of ours is in it: no environment, no descriptor but three pipes; it reads the courier's code and the packages, and writes nothing. */
function spawnCourier(): ChildProcess {
  const readable = [resolve(here, '..') + sep, resolve(here, '../../../../node_modules') + sep, resolve(here, '../../../../package.json')]
  const child = spawn(process.execPath, [...walledOff(readable), '--max-old-space-size=384', '--no-warnings', resolve(here, 'process.ts')], {
    ...unprivileged('courier', [resolve(here, 'process.ts')]),
    env: {},
    cwd: here,
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  child.unref()
  for (const pipe of [child.stdin, child.stdout]) if (pipe && 'unref' in pipe && typeof pipe.unref === 'function') pipe.unref()
  return child
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const tidy = (text: string) => text.replace(/[\p{Cc}\p{Cf}]+/gu, ' ').slice(0, 200)
