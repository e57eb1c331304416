import { setTimeout as sleep } from 'node:timers/promises'
import { inTransaction } from '../../platform/db/index.ts'
import { makeMagicLink } from '../access/index.ts'
import { type ReadMail, startAsker, startMailCourier } from '../courier/index.ts'
import { normaliseIdentifier } from '../customers/index.ts'
import { openWays } from './account/ways.ts'
import type { ChannelDeps } from './deps.ts'
import { writeToStaff } from './letter/write.ts'
import { openMailbox } from './mailbox/catch.ts'
import { type Caught, countCaught, findCaught, listCaught } from './mailbox/caught.ts'
import { letterAddress } from './message/compose.ts'
import { openHandOver } from './message/handOver.ts'
import { type SendOrder, sendMany } from './message/send.ts'
import { forgetPast } from './message/sweep.ts'
import { sendOwnCode } from './sms/code.ts'
import { startingTemplates } from './template/starting.ts'
import { findTemplate, registerStarting } from './template/template.ts'

export type Channels = {
  deps: ChannelDeps
  /** The built-in mailbox. */
  caught: {
    /** Whether mail is caught now, instead of leaving. */
    inUse(): Promise<boolean>
    count(): ReturnType<typeof countCaught>
    list(of: Parameters<typeof listCaught>[1]): ReturnType<typeof listCaught>
    find(id: number): Promise<Caught | undefined>
  }
  /** Hands over what is due, until nothing is; gives how many messages were taken. For a timer. */
  handOverDue(now: Date): Promise<number>
  /** Removes what is past its time. For a timer, daily. */
  forgetPast(now: Date): Promise<void>
  /** Hands a waiting letter to the staff over; throws when it could not leave, to be tried again. */
  writeToStaff(letter: number): Promise<void>
  /** A letter that came in, read by the courier. */
  readMail(raw: Buffer): Promise<ReadMail>
  /** Sends the customer with this number a code that opens their own page, if there is one; takes as long either way. */
  sendOwnCode(phone: string, now: Date): Promise<void>
  /** Sends the customer with this address a link to their own page, if there is one; takes as long either way. */
  sendOwnLink(email: string, now: Date): Promise<void>
  close(): Promise<void>
}

const house = { kind: 'service', id: 0, role: 'house' } as const
const linkMinutes = 15

/** Opens the channels of an installation: its templates, its way out (or the mailbox), its courier for mail. */
export async function openChannels(given: Omit<ChannelDeps, 'soon'> & { smtpUrl: string | undefined; outwardNetworks?: string }): Promise<Channels> {
  const { smtpUrl, outwardNetworks = '', ...rest } = given
  const soon = () => void handing.run().catch((error: unknown) => deps.log.warn({ err: error }, 'messages could not be handed over; it is tried again'))
  const deps: ChannelDeps = { ...rest, soon }
  const mail = startMailCourier(deps.clock)
  const asker = startAsker(outwardNetworks)
  const ways = openWays({ ...deps, mail }, { smtpUrl, openMailbox: () => openMailbox(deps) })
  const wire = { ...deps, mail, asker, ways }
  const handing = deps.paused ? { run: async () => 0, close: async () => {} } : openHandOver(wire)
  const now = deps.clock.now()
  await inTransaction(deps.db, (tx) => registerStarting(tx, startingTemplates, { actor: house, now }))
  await ways.caught() // settings that nobody can send by stop the start, not the first letter
  return {
    deps,
    caught: {
      inUse: ways.caught,
      count: () => countCaught(deps.db),
      list: (of) => listCaught(wire, of),
      find: (id) => findCaught(wire, id),
    },
    handOverDue: () => handing.run(),
    writeToStaff: (letter) => writeToStaff(wire, letter),
    forgetPast: (at) => forgetPast(deps, at),
    readMail: mail.read,
    // The answer must not tell whether there is such a person: it comes before anything is looked up.
    sendOwnCode: async (phone, at) => void setImmediate(() => void insist(deps, () => sendOwnCode(deps, phone, at), 'a code could not be sent')),
    sendOwnLink: async (email, at) => void setImmediate(() => void insist(deps, () => sendOwnLink(deps, email, at), 'a link could not be sent')),
    close: async () => {
      await handing.close()
      mail.close()
      asker.close()
      await ways.close()
    },
  }
}

const tryAgainMs = [500, 2_000, 8_000] as const

/** Whoever waits for a letter was told that it comes: a database that is busy or away for a moment does not lose it. */
async function insist({ log }: ChannelDeps, work: () => Promise<void>, otherwise: string): Promise<void> {
  for (const pause of [...tryAgainMs, undefined]) {
    try {
      return await work()
    } catch (error) {
      log.warn({ err: error, again_in_ms: pause ?? null }, otherwise)
      if (pause === undefined) return
      await sleep(pause)
    }
  }
}

/** The letter goes where every letter to them goes. If others read that mailbox too, a link would open the page to them, so the letter says by what else one comes in. */
async function sendOwnLink(deps: ChannelDeps, email: string, now: Date): Promise<void> {
  const normal = normaliseIdentifier('email', email, undefined)
  if ('problem' in normal) return
  const row = await deps.db
    .selectFrom('keep.identifier')
    .select('customer_id')
    .where('kind', '=', 'email')
    .where('digest', '=', deps.keyring.digest('email', normal.value))
    .executeTakeFirst()
  const address = row && (await letterAddress(deps, row.customer_id))
  if (!address) return
  const until = new Date(now.getTime() + linkMinutes * 60_000)
  const order: SendOrder = {
    purpose: 'own_view',
    topic: null,
    channels: ['email'],
    customers: [{ customer: row.customer_id }],
    ...(address.shared
      ? { template: 'own_shared', urls: { link: `${deps.publicUrl}/my/sign-in` }, slots: {} }
      : await linkFor(deps, row.customer_id, { now, until })),
    contentKey: `own_link.${await deps.rowIds.one()}`,
    // When somebody asks for their own page is their own affair.
    discreet: true,
    latest: until,
  }
  await sendMany(deps, order, { actor: { kind: 'customer', id: row.customer_id, role: 'customer' }, now })
}

async function linkFor(
  deps: ChannelDeps,
  customer: number,
  { now, until }: { now: Date; until: Date },
): Promise<Pick<SendOrder, 'template' | 'urls' | 'slots'>> {
  const token = await makeMagicLink(deps.db.$pickTables(), customer, now)
  const words = await findTemplate(deps.db, 'own_link')
  return {
    template: 'own_link',
    urls: { link: `${deps.publicUrl}/my/open#${token}` },
    // Words of the company's own need not say it.
    slots: words?.slots['until'] === 'moment' ? { until: until.toISOString() } : {},
  }
}
