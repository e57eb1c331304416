import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { type AccessDeps, type AccessTables, accessRoutes, makeMagicLink, makeSignInCode, openLetter, type StaffLetter } from '../src/keep/access/index.ts'
import { startAsker } from '../src/keep/courier/index.ts'
import { type KeyringTables, openKeyring } from '../src/keep/keyring/index.ts'
import { registerStartingTerms, roleSide, type TermsTables } from '../src/keep/terms/index.ts'
import { type FixedClock, fixedClock } from '../src/platform/clock.ts'
import { type Db, inTransaction, openDb, sql } from '../src/platform/db/index.ts'
import { listen, listenerOf, outward } from '../src/platform/http/index.ts'
import { idBlocks, opaque } from '../src/platform/ids/index.ts'
import { logger } from '../src/platform/log.ts'
import { testStore } from './store.ts'

// The keep's door for people, on a real port and a real database: what a browser would meet, with a clock that we move.

const loopback = '127.0.0.1'
export const setUpCode = 'a-code-from-the-start'
export const company = { name: 'Городок', country: 'RU', currency: 'RUB', time_zone: 'Europe/Moscow' }
export const anna = { name: 'Анна Белова', email: 'anna@example.org', password: 'a long password of Anna' }

export type Answer = { status: number; body: Record<string, unknown>; cookie: string | undefined; setCookie: string | undefined; retryAfter: string | null }

/** A browser of its own: keeps its cookies, and says where its requests come from. */
export type Browser = {
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
  cookies: Map<string, string>
}

export type AccessHouse = {
  deps: AccessDeps
  db: Db<AccessTables & TermsTables>
  clock: FixedClock
  origin: string
  /** The same database as its owner: what a test looks at that the keep may not. */
  store: Db<unknown>
  links: string[]
  /** Those that were made, whether or not they go to anybody. */
  codes: string[]
  companies: string[]
  /** What a link or a code waits for before it is looked up and sent. */
  sending: { held: Promise<void> }
  browser(network?: string): Browser
  /** A customer who exists; their address, or number, is known under `email`. */
  customer(id: number, email: string): Promise<void>
}

export async function accessHouse(t: Pick<TestContext, 'after'>): Promise<AccessHouse> {
  const store = await testStore(t)
  const folder = mkdtempSync(join(tmpdir(), 'rapport-access-'))
  const db = openDb<AccessTables & TermsTables>({ url: store.url.keep })
  const owner = openDb<unknown>({ url: store.url.owner })
  const keys = openDb<KeyringTables>({ url: store.url.keys })
  const clock = fixedClock(new Date('2026-11-21T10:00:00Z'))
  const { keyring } = await openKeyring({ db: keys, folder, now: clock.now() })
  await inTransaction(db, (tx) => registerStartingTerms(tx.$pickTables(), { actor: { kind: 'service', id: 0, role: 'house' }, now: clock.now() }))
  const deps: AccessDeps = { db: db.$pickTables(), keyring, rowIds: idBlocks(db, 'keep.row_id_seq') }
  const links: string[] = []
  const codes: string[] = []
  const companies: string[] = []
  const known = new Map<string, number>()
  const sending = { held: Promise.resolve() }
  // Providers of the tests stand on this machine, which an operator would have to allow.
  const asker = startAsker(loopback)
  const app = accessRoutes({
    ...deps,
    clock,
    log: logger('test'),
    ids: opaque('a secret of the test'),
    secure: false,
    setUpCode,
    publicUrl: 'http://localhost',
    mailIsCaught: async () => true,
    purposes: roleSide(db.$pickTables()),
    saveCompany: async (said) => void companies.push(said.name),
    ask: asker.ask,
    outward: outward(loopback),
    customerHere: async () => {},
    sendLink: async (email, now) => {
      await sending.held
      const customer = known.get(email)
      if (customer !== undefined) links.push(await makeMagicLink(db, customer, now))
    },
    phoneOf: (typed) => (/^\+\d{8,15}$/.test(typed) ? typed : undefined),
    sendCode: async (phone, now) => {
      await sending.held
      codes.push(await makeSignInCode(deps, { phone, customer: known.get(phone) ?? null }, now))
    },
  })
  const { port, close } = await listen(listenerOf(app.fetch), { host: '127.0.0.1', port: 0 })
  t.after(async () => {
    await close()
    asker.close()
    await db.destroy()
    await owner.destroy()
    await keys.destroy()
    rmSync(folder, { recursive: true })
  })
  const origin = `http://localhost:${port}`
  return {
    deps,
    db,
    clock,
    origin,
    store: owner,
    links,
    codes,
    companies,
    sending,
    browser: (network = '203.0.113.7') => browserAt(origin, network),
    customer: async (id, email) => {
      await sql`insert into keep.customer (customer_id, status, language, created_at) values (${id}, 'known', 'ru', ${clock.now()})`.execute(db)
      known.set(email, id)
    },
  }
}

function browserAt(origin: string, network: string): Browser {
  const cookies = new Map<string, string>()
  return {
    cookies,
    call: async (method, path, body, headers = {}) => {
      const response = await fetch(origin + path, {
        method,
        headers: {
          origin,
          'sec-fetch-site': 'same-origin',
          'x-forwarded-for': network,
          'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
          cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      const setCookie = response.headers.getSetCookie()
      for (const cookie of setCookie) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
        if (value === '') cookies.delete(name)
        else cookies.set(name, value)
      }
      const read: unknown = await response.json()
      return {
        status: response.status,
        body: typeof read === 'object' && read !== null ? { ...read } : {},
        cookie: cookies.get('rapport_session'),
        setCookie: setCookie[0],
        retryAfter: response.headers.get('retry-after'),
      }
    },
  }
}

/** Letters to the staff that wait to be handed over, in the order they were written. */
export async function lettersOf({ deps }: AccessHouse): Promise<StaffLetter[]> {
  const rows = await deps.db.selectFrom('keep.staff_letter').select('letter_id').orderBy('letter_id').execute()
  const opened = await Promise.all(rows.map((row) => openLetter(deps, row.letter_id)))
  return opened.flatMap((letter) => letter ?? [])
}

/** Anna sets the installation up and is signed in as its first administrator. */
export async function setUpByAnna(house: AccessHouse): Promise<Browser> {
  const browser = house.browser()
  await browser.call('POST', '/v1/session/setup', { code: setUpCode, ...anna, language: 'ru', company })
  return browser
}

/** Adds a colleague and signs them in. */
export async function colleague(house: AccessHouse, admin: Browser, role: string, email: string): Promise<Browser> {
  const password = `the password of ${email}`
  await admin.call('POST', '/v1/staff', { name: email, email, password, role })
  const browser = house.browser()
  await browser.call('POST', '/v1/session', { email, password })
  return browser
}
