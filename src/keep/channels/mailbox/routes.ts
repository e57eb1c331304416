import { Hono } from 'hono'
import type { Clock } from '../../../platform/clock.ts'
import { AppError, badInput, notFound } from '../../../platform/errors.ts'
import { type Mounting, mount, type Who } from '../../../platform/http/index.ts'
import type { Opaque } from '../../../platform/ids/index.ts'
import type { Logger } from '../../../platform/log.ts'
import { noteAct, type Session } from '../../access/index.ts'
import * as contract from '../contract.ts'
import type { Channels } from '../open.ts'
import { kept } from './catch.ts'
import { type Caught, type Mark, wordsOf } from './caught.ts'
import { oneClickOf, showHtml, showSource } from './show.ts'

/** A decided look at letters to many customers: why nothing of one may be shown, and how the use is noted. */
export type LettersLook = {
  refusal(customer: number): string | undefined
  /** Commits the receipts; nothing may be shown before. Throws too_many when the open budget does not cover it. */
  note(use: { deed: 'letters' | 'letter'; customers: readonly number[]; refused?: string }): Promise<void>
}

export type MailboxRoutesDeps = {
  channels: Channels
  ids: Opaque
  clock: Clock
  log: Logger
  authenticate(request: Request, who: Who, now: Date): Promise<Session | undefined>
  /** Asks the gate, as any look at content does. */
  look(session: Session, customers: readonly number[]): Promise<LettersLook>
}

const perPage = 30

/** The built-in mailbox, on the keep's own listener: what it shows goes past the office unread. */
export function mailboxRoutes(deps: MailboxRoutesDeps): Hono {
  const { channels, ids } = deps
  const { caught } = channels
  const app = new Hono()
  const on: Mounting<Session> = {
    log: deps.log,
    now: deps.clock.now,
    authenticate: async (request, who, now) => {
      const session = await deps.authenticate(request, who, now)
      if (!session) throw new AppError('unauthenticated', 'Sign in first.')
      return session
    },
  }
  const markOf = (text: string | undefined): Mark | undefined => {
    if (!text) return undefined
    const [ms = '', shown = ''] = text.split('~')
    const [at, id] = [new Date(/^\d{1,15}$/.test(ms) ? Number(ms) : Number.NaN), ids.read('message', shown)]
    if (Number.isNaN(at.getTime()) || id === undefined) throw badInput('This cursor is not one of ours.', 'cursor')
    return { at, id }
  }
  const cursorOf = (mark: Mark | null) => mark && `${mark.at.getTime()}~${ids.show('message', mark.id)}`

  const noted = (session: Session, customer: number | null) =>
    noteAct(channels.deps.db, {
      by: session.actor,
      act: 'mailbox.read',
      subject: customer === null ? null : { kind: 'customer', id: customer },
      now: deps.clock.now(),
      device: session.device,
    })

  /** One letter that may be shown, a letter to the staff at once; the receipt is there when this is done. Throws forbidden once the refusal is noted. */
  async function letter(session: Session, shown: string): Promise<Caught> {
    const found = await caught.find(ids.read('message', shown) ?? -1)
    if (!found) throw notFound()
    const { customer } = found
    if (found.staff) {
      await noted(session, null)
      return found
    }
    const look = await deps.look(session, customer === undefined ? [] : [customer])
    const refused = customer === undefined ? 'unknown_customer' : look.refusal(customer)
    if (customer === undefined || refused !== undefined) {
      if (customer !== undefined && refused !== 'unknown_customer') await look.note({ deed: 'letter', customers: [customer], refused: refused ?? '' })
      throw new AppError('forbidden', 'This letter is not to be shown: whom it was written to is not known any more, or must not be looked at now.')
    }
    await look.note({ deed: 'letter', customers: [customer] })
    await noted(session, customer)
    return { ...found, customer }
  }

  mount(app, on, contract.readMailbox, async () => {
    const [in_use, { letters, newest }] = await Promise.all([caught.inUse(), caught.count()])
    return { in_use, letters, newest: newest && { id: ids.show('message', newest.id), at: newest.at.toISOString() }, keeps: kept }
  })

  mount(app, on, contract.listMailbox, async ({ caller, query }) => {
    const words = wordsOf(query.search ?? '')
    const { items, next } = await caught.list({ limit: query.limit ?? perPage, before: markOf(query.cursor), words })
    const look = await deps.look(
      caller,
      items.flatMap(({ customer }) => customer ?? []),
    )
    const refusals = new Map(items.map((m) => [m.id, m.staff ? undefined : m.customer === undefined ? 'unknown_customer' : look.refusal(m.customer)]))
    const seen = items.flatMap(({ id, customer }) => (customer !== undefined && refusals.get(id) === undefined ? [customer] : []))
    await look.note({ deed: 'letters', customers: [...new Set(seen)] })
    const rows = items.map((m) => {
      const hidden = refusals.get(m.id) ?? null
      const known = { id: ids.show('message', m.id), at: m.at.toISOString(), size: m.size, hidden }
      return hidden === null ? { ...known, from: m.from, to: m.to || m.envelope.to, subject: m.subject } : { ...known, from: null, to: null, subject: null }
    })
    // A search that showed a hidden row would tell what stands in it.
    return { items: words.length === 0 ? rows : rows.filter(({ hidden }) => hidden === null), next_cursor: cursorOf(next) }
  })

  mount(app, on, contract.readMailboxMessage, async ({ caller, params }) => {
    const { from, to, cc, subject, text, html, links, envelope, at, size, ...mail } = await letter(caller, params.id)
    const headers = mail.headers.map(([name, value]) => ({ name, value }))
    const shown = {
      id: ids.show('message', mail.id),
      at: at.toISOString(),
      size,
      customer_id: mail.customer === undefined ? null : ids.show('customer', mail.customer),
    }
    return { ...shown, from, to, cc, subject, text, html, links, envelope, headers, one_click: oneClickOf(mail.headers, channels.deps.publicUrl) }
  })
  mount(app, on, contract.showMailboxMessage, async ({ caller, params }) => showHtml(await letter(caller, params.id)))
  mount(app, on, contract.downloadMailboxMessage, async ({ caller, params }) => showSource(await letter(caller, params.id)))
  return app
}
