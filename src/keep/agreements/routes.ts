import { Hono } from 'hono'
import type { Clock } from '../../platform/clock.ts'
import { type Db, inTransaction, type Tx } from '../../platform/db/index.ts'
import { AppError, notFound } from '../../platform/errors.ts'
import { type Mounting, mount } from '../../platform/http/index.ts'
import type { Logger } from '../../platform/log.ts'
import { type AccessTables, type Actor, noteAct } from '../access/index.ts'
import { agreementFormat, agreementStated, type ReceiptTables, receiptsOfSaying, type Signer } from '../receipts/index.ts'
import { identitiesOf, lastLeasePast, leftByGpc, lockPersons, narrowed, publishReach, purposesNow, type TermsTables } from '../terms/index.ts'
import * as contract from './contract.ts'
import { type Agreement, agreements, hashOf, idOf, iriOf } from './known.ts'
import { type Matched, match } from './match.ts'
import { neededToServe } from './otherwise.ts'
import { sendsGpc } from './signal.ts'
import { acceptedNow, agree, byMessage, endAgreements, keepOpen, obeyGpc, openOffers, publish, signAgreement, signalOf, takeBackGpc } from './store.ts'
import type { AgreementTables } from './tables.ts'

type Tables = AgreementTables & TermsTables & ReceiptTables & AccessTables
type Caller = { actor: Actor; customer?: number | undefined; message?: number | undefined } | undefined
export type AgreementDeps = {
  db: Db<Tables>
  clock: Clock
  log: Logger
  signer: Signer
  company(): string
  authenticate: Mounting<Caller>['authenticate']
}
type By = { customer: number; message: number | undefined }

const shown = (agreement: Agreement) => ({
  iri: iriOf(agreement.id),
  sha256: hashOf(agreement),
  id: agreement.id,
  uses: [...agreement.uses],
  portability: agreement.portability,
  text: agreement.text,
})

/** Agreements and the signal of browsers, on the keep's own listener. */
export function agreementRoutes(deps: AgreementDeps): Hono {
  const app = new Hono()
  const { db } = deps
  const on: Mounting<Caller> = { log: deps.log, now: deps.clock.now, authenticate: deps.authenticate }

  /** For anybody, and for a person's own agent that matches by itself. */
  app.get('/.well-known/myterms', async (c) => {
    const { version, at, accepts } = await acceptedNow(db.$pickTables())
    const list = { standard: 'IEEE 7012', registry: 'https://w3id.org/dpv/2.3/standards/ieee/7012', version, at: at?.toISOString() ?? null, accepts }
    return c.json(list, 200, { 'cache-control': 'no-cache', 'access-control-allow-origin': '*' })
  })

  mount(app, on, contract.readMyTermsList, () => published(db.$pickTables()))
  mount(app, on, contract.saveMyTermsList, async ({ caller, body, now }) => {
    const by = caller?.actor ?? { kind: 'service', id: 0, role: 'house' }
    await inTransaction(db, async (tx) => {
      if (!(await publish(tx.$pickTables(), { ids: body.accepts, by, now }))) return
      await noteAct(tx.$pickTables(), { by, act: 'register.myterms', facts: { count: body.accepts.length }, now })
    })
    return published(db.$pickTables())
  })

  mount(app, on, contract.readMyAgreement, async ({ caller }) => mineOf(deps, (await own(db, caller)).members))
  mount(app, on, contract.offerMyTerms, async ({ caller, body }) => {
    const { by, members } = await own(db, caller)
    const matched = await changing<Matched>(deps, by, async (tx, now) => {
      const counter = await openOffers(tx.$pickTables(), members)
      const [{ accepts }, needed] = [await acceptedNow(tx.$pickTables()), await neededToServe(tx.$pickTables())]
      const found = match(body.offers, { accepts, needed }, (counter?.agreement ?? null) !== null)
      if (found.is === 'counter' || (found.is === 'refused' && found.why === 'none'))
        await keepOpen(tx.$pickTables(), {
          customer: by.customer,
          members,
          offers: body.offers,
          counter: found.is === 'counter' ? found.agreement : undefined,
          now,
        })
      if (found.is !== 'agreed') return { found, said: undefined }
      if (by.message !== undefined) await onlyLess(tx, members, found.agreement)
      const to = {
        customer: by.customer,
        members,
        agreement: found.agreement,
        offers: body.offers,
        method: methodOf(by),
        company: deps.company(),
        signer: deps.signer,
        now,
      }
      await agree(tx.$pickTables(), to)
      return { found, said: ['agreement', found.agreement.id] }
    })
    return {
      is: matched.is,
      why: matched.is === 'refused' ? matched.why : null,
      agreement: matched.is === 'refused' ? null : matched.agreement.id,
      mine: await mineOf(deps, members),
    }
  })
  mount(app, on, contract.signMyAgreement, async ({ caller, body }) => {
    const { by, members } = await own(db, caller)
    await inTransaction(db, (tx) => signAgreement(tx.$pickTables(), { members, ...body, madeBy: methodOf(by) }))
    return mineOf(deps, members)
  })
  mount(app, on, contract.endMyAgreement, async ({ caller }) => {
    const { by, members } = await own(db, caller)
    if (by.message !== undefined) throw byMessage()
    await changing(deps, by, async (tx, now) => {
      if (!(await endAgreements(tx.$pickTables(), { members, method: methodOf(by), now }))) throw notFound()
      return { found: undefined, said: ['agreement', 'ended'] }
    })
    return mineOf(deps, members)
  })
  mount(app, on, contract.sayMyGpc, async ({ caller, body }) => {
    const { by, members } = await own(db, caller)
    if (by.message !== undefined && !body.obey) throw byMessage()
    await changing(deps, by, async (tx, now) => {
      const changed = body.obey
        ? await obeyGpc(tx.$pickTables(), { customer: by.customer, members, method: 'portal', now })
        : await takeBackGpc(tx.$pickTables(), { members, now })
      return { found: undefined, said: changed ? ['gpc', body.obey ? 'yes' : 'no'] : undefined }
    })
    return mineOf(deps, members)
  })
  return app
}

/** What a browser said with a request of somebody who is signed in: only `Sec-GPC: 1` says anything, and it is heard once. */
export async function hearGpc(deps: Pick<AgreementDeps, 'db' | 'clock'>, request: Request, by: By): Promise<void> {
  if (!sendsGpc(request)) return
  const members = await membersOf(deps.db, by.customer)
  if ((await signalOf(deps.db.$pickTables(), members)).state !== 'none') return
  await changing(deps, by, async (tx, now) => {
    const heard = await obeyGpc(tx.$pickTables(), { customer: by.customer, members, method: 'browser', now })
    return { found: undefined, said: heard ? ['gpc', 'heard'] : undefined }
  })
}

/** One change under the person's row, with its receipt; acknowledged when what was decided before it can leave no more. */
async function changing<F>(
  deps: Pick<AgreementDeps, 'db' | 'clock'>,
  by: By,
  run: (tx: Tx<Tables>, now: Date) => Promise<{ found: F; said: readonly string[] | undefined }>,
): Promise<F> {
  const found = await inTransaction(deps.db, async (tx) => {
    await lockPersons(tx.$pickTables(), [by.customer])
    // Read under the person's row: of two requests at once the second is the later one.
    const done = await run(tx, deps.clock.now())
    const road = by.message === undefined ? { kind: 'portal' as const } : { kind: 'message' as const, id: by.message }
    if (!done.said) return done.found
    await publishReach(tx.$pickTables(), [by.customer], deps.clock.now())
    await receiptsOfSaying(tx, [{ customer: by.customer, deed: 'terms', road, said: done.said }], deps.clock.now())
    return done.found
  })
  await lastLeasePast(deps.db.$pickTables(), [by.customer], deps.clock)
  return found
}

async function own(db: Db<Tables>, caller: Caller): Promise<{ by: By; members: readonly number[] }> {
  if (caller?.customer === undefined) throw new AppError('unauthenticated', 'Sign in first.')
  return { by: { customer: caller.customer, message: caller.message }, members: await membersOf(db, caller.customer) }
}

const membersOf = async (db: Db<Tables>, customer: number) =>
  (await inTransaction(db, (tx) => identitiesOf(tx.$pickTables(), [customer]))).get(customer) ?? [customer]

const methodOf = ({ message }: By) => (message === undefined ? 'portal' : 'link')

async function onlyLess(tx: Tx<Tables>, members: readonly number[], wanted: Agreement): Promise<void> {
  const standing = await tx
    .selectFrom('keep.agreement')
    .select('uses')
    .where('customer_id', 'in', [...members])
    .where('ended_at', 'is', null)
    .execute()
  if (standing.some(({ uses }) => wanted.uses.some((use) => !uses.includes(use)))) throw byMessage()
}

async function published(db: Db<AgreementTables>) {
  const { version, at, ids } = await acceptedNow(db)
  const others = [...agreements.values()].filter(({ id }) => !ids.includes(id))
  return { version, at: at?.toISOString() ?? null, accepts: ids.flatMap((id) => agreements.get(id) ?? []).map(shown), others: others.map(shown) }
}

async function mineOf({ db, signer }: Pick<AgreementDeps, 'db' | 'signer'>, members: readonly number[]) {
  const rows = await db
    .selectFrom('keep.agreement')
    .selectAll()
    .where('customer_id', 'in', [...members])
    .orderBy('since', 'desc')
    .limit(contract.mostPast + 1)
    .execute()
  const [signal, counter, { ids }, purposes] = await Promise.all([
    signalOf(db.$pickTables(), members),
    openOffers(db.$pickTables(), members),
    acceptedNow(db.$pickTables()),
    purposesNow(db.$pickTables()),
  ])
  const standing = rows.filter(({ ended_at }) => ended_at === null)
  const may = narrowed([...standing.map(({ uses }) => uses), ...(signal.state === 'obeyed' ? [leftByGpc] : [])])
  return {
    agreement: standing[0] ? told(standing[0]) : null,
    past: rows.filter(({ ended_at }) => ended_at !== null).map(told),
    file: rows[0] ? await fileOf(db, rows[0], signer.shown) : null,
    counter: counter?.agreement ? { agreement: counter.agreement, at: counter.at.toISOString() } : null,
    offered: counter && counter.offers.length > 0 ? { offers: counter.offers.map((iri) => idOf(iri) ?? iri), at: counter.at.toISOString() } : null,
    gpc: { state: signal.state, since: signal.since?.toISOString() ?? null, method: signal.method },
    choices: [...agreements.values()].map((agreement) => ({ ...shown(agreement), accepted: ids.includes(agreement.id) })),
    purposes: [...purposes.values()]
      .filter(({ needs }) => needs.length > 0)
      .map(({ purpose, title, needs }) => ({ code: purpose, title, needs: [...needs], fits: may === undefined || needs.every((need) => may.includes(need)) })),
  }
}

async function fileOf(db: Db<Tables>, row: AgreementTables['keep.agreement'], key: string) {
  const { document, company_signature, customer_key, customer_signature } = row
  const [made, ended] = [await agreementStated(db.$pickTables(), row.stated), await agreementStated(db.$pickTables(), row.ended_stated)]
  return { format: agreementFormat, key, document, company_signature, customer_key, customer_signature, made, ended } as const
}

function told(row: AgreementTables['keep.agreement']) {
  return {
    iri: iriOf(row.agreement),
    sha256: row.sha256.toString('hex'),
    id: row.agreement,
    uses: row.uses,
    portability: row.portability,
    text: agreements.get(row.agreement)?.text ?? '',
    since: row.since.toISOString(),
    method: row.method,
    offers: row.offers,
    document: row.document,
    company_signature: row.company_signature,
    customer_key: row.customer_key,
    customer_signature: row.customer_signature,
    ended_at: row.ended_at?.toISOString() ?? null,
    ended_method: row.ended_method,
  }
}
