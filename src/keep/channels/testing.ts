import type { TestContext } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { agrees, by, consentingHome, type Home, settle, staff } from '../../../test/consenting.ts'
import { type Sink, type SinkOptions, startSink } from '../../../test/mailSink.ts'
import { systemClock } from '../../platform/clock.ts'
import { inTransaction, sql } from '../../platform/db/index.ts'
import { opaque } from '../../platform/ids/index.ts'
import { logger } from '../../platform/log.ts'
import { setCap } from '../gate/index.ts'
import { openRecording } from '../interactions/index.ts'
import { type Channels, openChannels, type SendOrder, sendMany } from './index.ts'

// A shop that sends, for the tests of this slice.

export const publicUrl = 'https://shop.example'
export const ids = opaque('test')
export const log = logger('test')
const marketer = staff('marketer')

export type Shop = {
  home: Home
  channels: Channels
  sink: Sink | undefined
  send(order?: Partial<SendOrder>): ReturnType<typeof sendMany>
  done(): Promise<void>
  states(): Promise<string[]>
}

const plainSmtp = (port: number) => `smtp://127.0.0.1:${port}?tls=no`

/** A thank-you to Anna. */
export const thanks: SendOrder = {
  purpose: 'marketing',
  topic: null,
  channels: ['email'],
  template: 'thank_you',
  customers: [{ customer: 1 }],
  slots: { discount_percent: 10 },
  contentKey: 'thanks',
  campaign: { id: 5, title: 'Thanks' },
  because: [{ code: 'value_class', count: null, days: null, amount: null, value: 'first' }],
}

/** A shop with people, and a real SMTP server at the other end; without `sink` mail goes to the built-in mailbox. */
export async function shop(t: TestContext, o: { sink?: SinkOptions; smtpUrl?: (port: number) => string } = {}): Promise<Shop> {
  const now = systemClock.now()
  const home = await consentingHome(t, now)
  const sink = o.sink ? await startSink(o.sink) : undefined
  await sql`insert into keep.company (one_row, name, country, currency, time_zone, language, mail_from, changed_at) values (true, 'Лавка', 'RU', 'RUB', 'Europe/Moscow', 'ru', 'shop@shop.example', ${now})`.execute(
    home.db,
  )
  await inTransaction(home.db, (tx) => setCap(tx, { cap: 'week', scope: 'all', key: null, contacts: 2, windowS: 7 * 86_400 }, by(now)))
  const recording = await openRecording({ db: home.db.$pickTables(), keyring: home.keyring, log, now })
  const channels = await openChannels({
    db: home.db.$pickTables(),
    keyring: home.keyring,
    rowIds: home.rowIds,
    clock: systemClock,
    log,
    ids,
    recording,
    publicUrl,
    outwardNetworks: '127.0.0.1',
    smtpUrl: sink && (o.smtpUrl ?? plainSmtp)(sink.port),
  })
  t.after(async () => {
    await channels.close()
    await sink?.close()
  })
  return {
    home,
    channels,
    sink,
    send: (over) => sendMany(channels.deps, { ...thanks, ...over }, { actor: marketer, now: systemClock.now() }),
    async done() {
      // A busy machine may let a lease lapse before the courier gets to it; then the message is due again in a second.
      for (let tries = 0; tries < 30; tries += 1) {
        await channels.handOverDue(systemClock.now())
        const late = await home.db.selectFrom('keep.message').select('message_id').where('state', '=', 'queued').where('why', '=', 'lapsed').execute()
        if (late.length === 0) return
        await setTimeout(500)
      }
    },
    states: async () =>
      (await home.db.selectFrom('keep.message').select(['state', 'why', 'customer_id']).orderBy('customer_id').orderBy('message_id').execute()).map(
        (m) => `${m.customer_id} ${m.state} ${m.why}`,
      ),
  }
}

export async function people(s: Shop, agreeing: readonly number[]): Promise<void> {
  const now = systemClock.now()
  await settle(s.home, { id: 1, name: 'Анна', patronymic: 'Сергеевна', surname: 'Белова', gender: 'f', email: 'anna@mail.example', language: 'ru' }, now)
  await settle(s.home, { id: 2, name: 'Ben', surname: 'Miller', email: 'ben@mail.example', language: 'en' }, now)
  await settle(s.home, { id: 3, name: 'Eva', email: 'eva@mail.example', language: 'en' }, now)
  for (const id of agreeing) await agrees(s.home, id, now)
}
export const everyone = [{ customer: 1 }, { customer: 2 }, { customer: 3 }]
