import { inTransaction } from '../../../platform/db/index.ts'
import { AppError, badInput } from '../../../platform/errors.ts'
import { mount } from '../../../platform/http/index.ts'
import { giveBack, mayTry } from '../attempts.ts'
import { noteAct } from '../audit/note.ts'
import { cookieGone, cookieOf, flowCookie, readCookie, sameOriginOnly, siteOf, staffCookie } from '../cookies.ts'
import { mustUsePasskey, signInRules } from '../factors/rules.ts'
import { placeOf, type Way } from '../from.ts'
import { provePasskey } from '../passkeys.ts'
import * as contract from '../providers/contract.ts'
import { begin, type FlowDeps, halfOf, keepHalf, type Outside, personOf, spendFlow, spendHalf } from '../providers/flow.ts'
import { codeOf, troubleOfSignIn } from '../providers/outside.ts'
import { openProvider, type Provider, providersNow } from '../providers/registry.ts'
import { markProven, seat } from '../providers/seat.ts'
import { openStaffSession, secondFactor } from '../sessions.ts'
import { type Staff, staffOf } from '../staff.ts'
import { digestOf } from '../tokens.ts'
import { fromOf, type House, held } from './caller.ts'
import { answerSignedIn } from './session.ts'

type Needs = 'code' | 'passkey' | null
type Entering = { staff: Staff; way: Way; session: Buffer | null; to: string | null; request: Request; now: Date }

/** Signing in by a provider: begun here, done there, finished here by the page that one comes back to. */
export function signInByProviderRoutes(house: House, outside: Outside): void {
  const { app, on } = house
  const deps: FlowDeps & House['deps'] = { ...house.deps, outside }

  mount(app, on, contract.listSignInWays, async () => {
    const [rows, rules] = await Promise.all([providersNow(deps), signInRules(deps)])
    return { providers: rows.filter((row) => !row.paused).map(({ code, title }) => ({ code, title })), only_providers: rules.only_providers }
  })

  mount(app, on, contract.beginProvider, async ({ params, body, request, now }) => {
    sameOriginOnly(request)
    const provider = await openProvider(deps, params.code)
    const session = body.confirm ? await ownSession(request, now) : null
    const to = body.to?.startsWith('/') && !body.to.startsWith('//') ? body.to : null
    const begun = await inWords(provider, () => begin(deps, provider, { to, session, from: fromOf(request) }, now))
    return Response.json({ url: begun.url }, { headers: withFlow(begun) })
  })

  mount(app, on, contract.finishProvider, async ({ params, body, request, now }) => {
    sameOriginOnly(request)
    const provider = await openProvider(deps, params.code)
    const answer = new URLSearchParams(body.answer)
    const flow = await spendFlow(deps, { provider, state: answer.get('state') ?? '', browser: readCookie(request, flowCookie) ?? '' }, now)
    const from = fromOf(request)
    try {
      const person = await inWords(provider, () => personOf(deps, provider, { flow, answer }, now))
      const { staff } = await inTransaction(deps.db, (tx) => seat({ ...deps, db: tx }, provider, person, { from, now }))
      await giveBack(deps, 'provider', from.network)
      const needs = await needsOf(provider, staff)
      if (needs !== null) {
        const half = await keepHalf(deps, { provider, staff: staff.id, to: person.to, session: flow.session }, now)
        return Response.json({ needs, to: person.to }, { headers: withFlow(half) })
      }
      await markProven(deps, provider, now)
      return enter({ staff, way: provider.own_factor ? 'provider' : 'provider_alone', session: flow.session, to: person.to, request, now })
    } catch (error) {
      // What was refused is noted outside the transaction that it ended.
      if (error instanceof AppError)
        await noteAct(deps.db, { by: null, act: 'session.failed', facts: { way: 'provider', provider: provider.code }, now, ...placeOf(deps, from) })
      throw error
    }
  })

  mount(app, on, contract.finishSecond, async ({ body, request, now }) => {
    sameOriginOnly(request)
    const from = fromOf(request)
    const half = await halfOf(deps, readCookie(request, flowCookie) ?? '', now)
    const row = await deps.db.selectFrom('keep.staff').selectAll().where('staff_id', '=', half.staff).where('status', '=', 'active').executeTakeFirst()
    const provider = (await providersNow(deps)).find((one) => one.provider_id === half.provider && !one.paused)
    if (!row || !provider) throw new AppError('unauthenticated', 'This sign-in cannot go on. Begin again.')
    const staff = staffOf(deps, row)
    await mayTry(deps, 'address', staff.email, now)
    if (!(await shown())) {
      const subject = { kind: 'staff', id: staff.id } as const
      await noteAct(deps.db, { by: null, act: 'session.failed', subject, facts: { way: 'code' }, now, ...placeOf(deps, from) })
      throw new AppError('unauthenticated', 'This code is wrong or was used already.', { place: 'code' })
    }
    await giveBack(deps, 'address', staff.email)
    await spendHalf(deps, half)
    await markProven(deps, provider, now)
    return enter({ staff, way: 'provider', session: half.session, to: half.to, request, now })

    async function shown(): Promise<boolean> {
      if (!row) return false
      if (body.passkey === undefined) return (await secondFactor(deps, row, { code: body.code ?? '', ...from }, now)) !== undefined
      return (await provePasskey(deps, { answer: body.passkey, site: siteOf(request, deps.secure) }, now)).staff_id === row.staff_id
    }
  })

  /** Into a session of one's own, or, for whoever confirms that it is them, back into the one that stands. */
  async function enter({ staff, way, session, to, request, now }: Entering): Promise<Response> {
    const from = fromOf(request)
    if (session === null) {
      const signed = await openStaffSession(deps, staff, { ...from, way }, now)
      return withoutFlow(await answerSignedIn(deps, signed, now, () => ({ needs: null, to })))
    }
    await inTransaction(deps.db, async (tx) => {
      const own = await tx
        .updateTable('keep.session')
        .set({ confirmed_at: now })
        .where('digest', '=', session)
        .where('staff_id', '=', staff.id)
        .where('expires_at', '>', now)
        .executeTakeFirst()
      if (own.numUpdatedRows === 0n) throw badInput('You are signed in at the provider as somebody else. Sign in there as yourself.')
      const by = { kind: 'staff', id: staff.id, role: staff.role } as const
      await noteAct(tx, { by, act: 'session.confirmed', facts: { way }, now, ...placeOf(deps, from) })
    })
    return withoutFlow(Response.json({ needs: null, to }, { headers: { 'cache-control': 'no-store' } }))
  }

  /** Our own second factor, where the provider asks for none: of whoever has codes, or must come by their passkey. */
  async function needsOf(provider: Provider, staff: Staff): Promise<Needs> {
    if (provider.own_factor) return null
    if (staff.secondFactor) return 'code'
    const { passkeys } = await deps.db
      .selectFrom('keep.passkey')
      .select((of) => of.fn.countAll<number>().as('passkeys'))
      .where('staff_id', '=', staff.id)
      .executeTakeFirstOrThrow()
    return mustUsePasskey(await signInRules(deps), { role: staff.role, codes: false, passkeys: Number(passkeys) }) ? 'passkey' : null
  }

  async function ownSession(request: Request, now: Date): Promise<Buffer> {
    const session = await held(deps, request, staffCookie, now)
    if (!session?.staff) throw new AppError('unauthenticated', 'Sign in first.')
    return digestOf(readCookie(request, staffCookie) ?? '')
  }

  async function inWords<T>(provider: Provider, work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      const known = error instanceof AppError ? undefined : troubleOfSignIn(error)
      if (!known) throw error
      // Its own words stay out: they may quote what the provider said of somebody.
      deps.log.warn({ provider: provider.code, trouble: codeOf(error) ?? 'away' }, 'a provider did not sign somebody in')
      throw known
    }
  }

  const withFlow = (of: { browser: string; expiresAt: Date }) => ({
    'set-cookie': cookieOf(flowCookie, of.browser, { expires: of.expiresAt, secure: deps.secure }),
    'cache-control': 'no-store',
  })
  const withoutFlow = (response: Response): Response => {
    response.headers.append('set-cookie', cookieGone(flowCookie))
    return response
  }
}
