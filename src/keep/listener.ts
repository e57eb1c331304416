import { Hono } from 'hono'
import { AppError } from '../platform/errors.ts'
import { type Address, listen, listenerOf, outward, problemResponse } from '../platform/http/index.ts'
import { accessRoutes, apiKeyOf, authenticate, staffNames } from './access/index.ts'
import { agreementRoutes, hearGpc } from './agreements/index.ts'
import { askerOf } from './asker.ts'
import { askingRoutes } from './asking/index.ts'
import { channelRoutes, mailboxRoutes } from './channels/index.ts'
import { normaliseIdentifier } from './customers/index.ts'
import { deskRoutes } from './desk/index.ts'
import { lookAtContent, lookAtLetters, lookAtRights, lookAtTouched, lookToDecide, lookToErase, namesOfSample, namesOnDesk, seenOf } from './door/index.ts'
import { exportRoutes } from './exports/index.ts'
import { fileRoutes } from './files/index.ts'
import { formRoutes } from './forms/index.ts'
import { gateRoutes } from './gate/index.ts'
import { authenticateAlso } from './guardian.ts'
import { importRoutes } from './imports/index.ts'
import { recordRoutes } from './interactions/index.ts'
import type { Keep } from './open.ts'
import { policyRoutes } from './policy/index.ts'
import { askerBy, callerOf } from './programs.ts'
import { logRoutes, receiptsOfSaying, type Saying, witnessRoutes } from './receipts/index.ts'
import { renewalRoutes } from './renewals/index.ts'
import { decisionRoutes, rightsRoutes } from './rights/index.ts'
import { roadsRoutes } from './roads/index.ts'
import { sellerHere } from './seller.ts'
import { type Entered, roleSide, termsRoutes } from './terms/index.ts'

const companyEveryMs = 5_000

/** The keep's own listener: recording, imports, sign-in, links of messages, the mailbox. The office pipes these paths on unparsed. */
export async function listenForBulk(keep: Keep, at: Address): Promise<{ close(): Promise<void> }> {
  const { config, clock, log, ids } = keep
  const readCompany = () => keep.db.selectFrom('keep.company').selectAll().executeTakeFirst()
  let company: Company | undefined = await readCompany()
  const reading = setInterval(() => {
    readCompany().then(
      (read) => {
        company = read
      },
      () => {}, // the database is away: what was read last stands
    )
  }, companyEveryMs)
  const record = recordRoutes({
    recording: keep.recording,
    queue: keep.queue,
    apiKeyOf: (secret) => apiKeyOf(keep.access, secret, clock.now()),
    ids,
    clock,
    log,
    publicUrl: config.publicUrl,
    // Asked at each call: the company is entered after the first start, perhaps by way of another keep.
    sellerOf: (incoming) => sellerHere(keep.access, incoming, clock.now()),
    get country() {
      return company?.country
    },
    get currency() {
      return company?.currency
    },
    mayRecord: keep.room.require,
  })
  const app = new Hono()
  const secure = config.publicUrl.startsWith('https:')
  app.route(
    '/',
    accessRoutes({
      ...keep.access,
      log,
      clock,
      ids,
      secure,
      setUpCode: config.setUpCode,
      publicUrl: config.publicUrl,
      mailIsCaught: () => keep.channels.caught.inUse(),
      purposes: roleSide(keep.db.$pickTables()),
      saveCompany: async (said, language, now) => {
        await saveCompany(keep, said, language, now)
        company = said
      },
      ask: keep.asker.ask,
      outward: outward(config.outwardNetworks),
      customerHere: (request, by) => hearGpc({ db: keep.db.$pickTables(), clock }, request, by),
      sendLink: (email, now) => keep.channels.sendOwnLink(email, now),
      sendCode: (phone, now) => keep.channels.sendOwnCode(phone, now),
      phoneOf: (typed) => {
        const normal = normaliseIdentifier('phone', typed, company?.country)
        return 'value' in normal ? normal.value : undefined
      },
    }),
  )
  app.route(
    '/',
    importRoutes({
      imports: keep.imports.deps,
      runner: keep.imports.runner,
      ids,
      authenticate: (request, who, now) => authenticate(keep.access, request, who, now),
      apiKeyOf: (secret) => apiKeyOf(keep.access, secret, clock.now()),
    }),
  )
  app.route(
    '/',
    fileRoutes({
      files: keep.files,
      ids,
      log,
      authenticate: (request, who, now) => callerOf(keep, request, who, now),
      look: (caller, purpose, customer) => lookAtContent(keep.door, askerBy(caller), purpose, customer),
      mayStore: keep.room.require,
    }),
  )
  app.route(
    '/',
    exportRoutes({
      exports: keep.exports.deps,
      ids,
      timeZone: keep.exports.timeZone,
      authenticate: (request, who, now) => authenticate(keep.access, request, who, now),
    }),
  )
  app.route(
    '/',
    rightsRoutes({
      rights: keep.rights.deps,
      mayStore: keep.room.require,
      runner: keep.rights.runner,
      logKey: keep.signer.shown,
      ask: keep.asker.ask,
      country: () => company?.country,
      authenticate: (request, who, now) => authenticateAlso(keep, request, who, now),
      look: (session, customer) => lookToErase(keep.door, askerOf(session), customer),
      access: keep.access,
      channels: keep.channels.deps,
      lookAtRights: (session, customer, as) => lookAtRights(keep.door, askerOf(session), customer, as),
      namesFor: (session, customers) => namesOnDesk(keep.door, askerOf(session), customers),
    }),
  )
  app.route(
    '/',
    decisionRoutes({
      rights: keep.rights.deps,
      authenticate: (request, who, now) => callerOf(keep, request, who, now),
      lookAtRights: (caller, customer) => lookAtRights(keep.door, askerBy(caller), customer, 'counter'),
      lookToDecide: (caller, customer, weighing) => lookToDecide(keep.door, askerBy(caller), customer, weighing),
    }),
  )
  app.route(
    '/',
    deskRoutes({
      db: keep.db.$pickTables(),
      keyring: keep.access.keyring,
      ids,
      clock,
      log,
      authenticate: (request, who, now) => authenticate(keep.access, request, who, now),
      look: (session, customers) => lookAtTouched(keep.door, askerOf(session), customers),
    }),
  )
  const letters = keep.channels.deps
  app.route('/', askingRoutes({ db: letters.db, keyring: keep.access.keyring, letters, clock, log }))
  app.route('/', renewalRoutes({ db: letters.db, keyring: keep.access.keyring, letters, clock, log }))
  app.route('/', channelRoutes({ channels: keep.channels, log, secure }))
  app.route(
    '/',
    mailboxRoutes({
      channels: keep.channels,
      ids,
      clock,
      log,
      authenticate: (request, who, now) => authenticate(keep.access, request, who, now),
      look: (session, customers) => lookAtLetters(keep.door, askerOf(session), customers),
    }),
  )
  app.route(
    '/',
    termsRoutes({
      db: keep.db.$pickTables(),
      keyring: keep.access.keyring,
      ids,
      clock,
      log,
      authenticate: (request, who, now) => callerOf(keep, request, who, now),
      noted: (tx, entered, { actor, now }) => receiptsOfSaying(tx, entered.map(writtenDownBy(actor)), now),
      seen: (caller, customers) => seenOf(keep.door, askerBy(caller), customers),
      registered: async (now) => {
        await keep.recording.registry.reread(now)
        keep.door.directory.refill()
      },
      staffNames: (staff) => staffNames(keep.access, staff),
      currency: () => company?.currency,
    }),
  )
  app.route('/', gateRoutes({ db: keep.db, clock, log, authenticate: (request, who, now) => callerOf(keep, request, who, now) }))
  app.route(
    '/',
    policyRoutes({
      db: keep.db,
      keyring: keep.access.keyring,
      rowIds: keep.access.rowIds,
      ids,
      clock,
      log,
      authenticate: (request, who, now) => callerOf(keep, request, who, now),
      named: (caller, customers) => namesOfSample(keep.door, askerBy(caller), customers),
    }),
  )
  app.route(
    '/',
    roadsRoutes({
      ...keep.roads,
      ids,
      log,
      publicUrl: config.publicUrl,
      outward: outward(config.outwardNetworks),
      country: () => company?.country,
      readMail: keep.channels.readMail,
      mayRecord: keep.room.require,
      authenticate: (request, who, now) => callerOf(keep, request, who, now),
    }),
  )
  app.route(
    '/',
    formRoutes({
      db: keep.db.$pickTables(),
      record: keep.recording,
      letters: keep.channels.deps,
      ids,
      clock,
      log,
      publicUrl: config.publicUrl,
      country: () => company?.country,
      mayRecord: keep.room.require,
      authenticate: (request, who, now) => callerOf(keep, request, who, now),
    }),
  )
  app.route(
    '/',
    agreementRoutes({
      db: keep.db.$pickTables(),
      clock,
      log,
      signer: keep.signer,
      company: () => company?.name ?? '',
      authenticate: (request, who, now) => authenticate(keep.access, request, who, now),
    }),
  )
  app.route('/', logRoutes({ db: keep.db.$pickTables(), key: keep.signer.shown, log, now: clock.now }))
  app.route('/', witnessRoutes({ db: keep.db.$pickTables(), now: clock.now, log, authenticate: (request, who, now) => callerOf(keep, request, who, now) }))
  app.notFound((context) => problemResponse(new AppError('not_found', `There is no ${context.req.method} ${context.req.path} here.`), log))
  const rest = listenerOf(app.fetch)
  const listening = await listen((request, response) => {
    if (!record(request, response)) rest(request, response)
  }, at)
  return {
    close: () => {
      clearInterval(reading)
      return listening.close()
    },
  }
}

type Company = {
  name: string
  country: string
  currency: string
  time_zone: string
  mail_from?: string | undefined
  postal_address?: string | null | undefined
}

async function saveCompany(keep: Keep, said: Company, language: string, now: Date): Promise<void> {
  const row = {
    name: said.name,
    country: said.country,
    currency: said.currency,
    time_zone: said.time_zone,
    language,
    mail_from: said.mail_from ?? `hello@${new URL(keep.config.publicUrl).hostname}`,
    postal_address: said.postal_address ?? null,
    changed_at: now,
  }
  await keep.db
    .insertInto('keep.company')
    .values({ one_row: true, ...row })
    .onConflict((c) => c.column('one_row').doUpdateSet(row))
    .execute()
}

/** What staff or a program wrote down of somebody's consent, as their journal tells it. */
const writtenDownBy =
  (by: NonNullable<Saying['by']>) =>
  ({ customer, purpose, channel, topic, state }: Entered): Saying => ({
    customer,
    deed: 'consent',
    purpose,
    said: [purpose, channel, topic, state === 'given' ? 'yes' : 'no'],
    road: { kind: 'entry' },
    by,
  })
