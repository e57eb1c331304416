import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { type TestContext, test } from 'node:test'
import { by } from '../../../test/consenting.ts'
import { systemClock } from '../../platform/clock.ts'
import { inTransaction, sql } from '../../platform/db/index.ts'
import { listen, listenerOf, outward } from '../../platform/http/index.ts'
import { idBlocks } from '../../platform/ids/index.ts'
import { ids, log, people, publicUrl, shop } from '../channels/testing.ts'
import { recordBatch } from '../interactions/index.ts'
import { purposesNow, registerNotice, registerPurpose, termsOf } from '../terms/index.ts'
import { roadsRoutes } from './index.ts'

// What the script on the company's own site says to us, over real HTTP: the no first.

const site = 'https://www.shop.example'
const text = 'May we count which pages you look at?'
const nobodyYet = 'a'.repeat(32)
const sha256 = createHash('sha256').update(text).digest('hex')

async function house(t: TestContext) {
  const s = await shop(t)
  await people(s, [1])
  const { db, keyring, rowIds } = s.home
  const now = systemClock.now()
  await inTransaction(db, async (tx) => {
    const marketing = (await purposesNow(tx.$pickTables())).get('marketing')
    assert.ok(marketing)
    for (const [purpose, needs] of [
      ['counting', ['analytics']],
      ['following', ['tracking']],
    ] as const) {
      await registerNotice(tx, { notice: purpose, version: 1, language: 'en', body: text }, by(now))
      const title = { en: `About ${purpose}`, ru: `Про ${purpose}` }
      await registerPurpose(
        tx,
        { ...marketing, parent: null, purpose, title, channels: ['web'], checks: [...marketing.checks], notice: purpose, needs: [...needs] },
        by(now),
      )
    }
  })
  const app = roadsRoutes({
    db: db.$pickTables(),
    keyring,
    rowIds,
    taskIds: idBlocks(db, 'office.row_id_seq'),
    clock: systemClock,
    recording: s.channels.deps.recording,
    ids,
    log,
    publicUrl,
    outward: outward(''),
    country: () => 'RU',
    readMail: s.channels.readMail,
    authenticate: async () => ({ actor: { kind: 'staff', id: 7, role: 'admin' } }),
  })
  const { port, close } = await listen(listenerOf(app.fetch), { host: '127.0.0.1', port: 0 })
  t.after(close)
  const call = (method: string, path: string, body?: object, headers: Record<string, string> = {}) =>
    fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      ...(body && { body: JSON.stringify(body) }),
    })
  await call('PUT', '/v1/site', { origins: [site] })
  /** As the script does. */
  const visit = async (path: '' | '/answers', body: object, headers: Record<string, string> = {}) => {
    const response = await call('POST', `/v1/site/visitor${path}`, { language: 'en', ...body }, { origin: site, ...headers })
    const said = await response.json()
    const answers = Object.fromEntries((said.purposes ?? []).map((p: { purpose: string; answer: string }) => [p.purpose, p.answer]))
    return { status: response.status, said, answers }
  }
  const answers = (...some: [string, 'yes' | 'no'][]) => ({ answers: some.map(([purpose, answer]) => ({ purpose, answer, version: 1, sha256 })) })
  const events = async () =>
    (
      await sql<{ said: string }>`select concat_ws(' ', purpose, channel, state, evidence_kind, notice, notice_version, encode(notice_sha256, 'hex')) as said
        from keep.consent_event where channel = 'web' order by customer_id, seq, purpose`.execute(db)
    ).rows.map((r) => r.said)
  const count = async () => Number((await sql<{ n: number }>`select count(*) as n from keep.customer`.execute(db)).rows[0]?.n)
  return { s, db, call, visit, answers, events, count, now }
}

test('the script is small, whole and the same for ever; its address and hash stand in GET /v1/site', async (t) => {
  const { call } = await house(t)
  const { script, asks } = await (await call('GET', '/v1/site')).json()
  assert.deepEqual(
    asks.map((a: { purpose: string; gpc: boolean }) => [a.purpose, a.gpc]),
    [
      ['counting', false],
      ['following', true],
    ],
  )
  const loaded = await call('GET', new URL(script.url).pathname)
  const bytes = Buffer.from(await loaded.arrayBuffer())
  assert.ok(bytes.length <= 10_000, `${bytes.length} bytes`)
  assert.equal(`sha384-${createHash('sha384').update(bytes).digest('base64')}`, script.integrity)
  assert.equal(script.integrity, 'sha384-Gnwbt+sf6GjH9d+hh9M66wzCYnvjOzlWJVpw4yLPWtnRAiaykMSJmiBWcVWUXkyd', 'sites pin it: what changes is another version')
  assert.match(loaded.headers.get('cache-control') ?? '', /immutable/)
  assert.equal(loaded.headers.get('access-control-allow-origin'), '*')
  assert.equal((await call('GET', '/site/consent-9.js')).status, 404)
  assert.match((await call('GET', '/site/preview?language=ru')).headers.get('content-security-policy') ?? '', /script-src 'self'/)
})

test('POST /v1/site/visitor and POST /v1/site/visitor/answers: only named sites ask; the preflight says so', async (t) => {
  const { call, visit, answers, count } = await house(t)
  const people = await count()
  for (const origin of ['https://evil.example', 'null', `${site}.evil.example`]) {
    const preflight = await call('OPTIONS', '/v1/site/visitor', undefined, { origin })
    assert.equal(preflight.headers.get('access-control-allow-origin'), null)
    for (const path of ['', '/answers'] as const)
      assert.equal((await visit(path, { visitor: nobodyYet, ...answers(['counting', 'yes']) }, { origin })).status, 403)
  }
  assert.equal((await call('OPTIONS', '/v1/site/visitor/answers', undefined, { origin: site })).headers.get('access-control-allow-origin'), site)
  const bad = async (body: object, place: string) => {
    const { status, said } = await visit('/answers', { visitor: nobodyYet, ...answers(), ...body })
    assert.deepEqual([status, said.place], [400, place])
  }
  await bad({ visitor: 'short' }, 'visitor')
  await bad(answers(['marketing', 'yes']), 'answers[0].purpose')
  await bad({ language: 'de' }, 'language')
  for (const said of [{ version: 2 }, { sha256: 'f'.repeat(64) }]) {
    const stale = { visitor: nobodyYet, answers: [{ purpose: 'counting', answer: 'yes', version: 1, sha256, ...said }] }
    assert.equal((await visit('/answers', stale)).status, 412)
  }
  assert.deepEqual((await visit('', { visitor: nobodyYet })).answers, { counting: null, following: null })
  assert.equal(await count(), people, 'whoever only looks is nobody')
})

test('an answer is a consent record with its text and hash; the same again adds nothing', async (t) => {
  const { visit, answers, events, count } = await house(t)
  const people = await count()
  const shown = ['1', sha256].join(' ')
  assert.deepEqual((await visit('/answers', { visitor: nobodyYet, ...answers(['counting', 'no']) })).answers, { counting: 'no', following: null })
  assert.deepEqual((await events()).at(-1), `counting web ConsentRefused site counting ${shown}`)
  await visit('/answers', { visitor: nobodyYet, ...answers(['counting', 'no']) })
  assert.equal((await visit('/answers', { visitor: nobodyYet, ...answers(['counting', 'yes']) })).answers['counting'], 'yes')
  assert.equal((await events()).at(-1), `counting web ConsentGiven site counting ${shown}`)
  const before = await events()
  await visit('/answers', { visitor: nobodyYet, ...answers(['counting', 'yes']) })
  assert.deepEqual(await events(), before)
  assert.equal(await count(), people + 1)
  assert.equal((await visit('/answers', { visitor: nobodyYet, ...answers(['counting', 'no']) })).answers['counting'], 'no')
  assert.equal((await events()).at(-1), `counting web ConsentWithdrawn site counting ${shown}`)
})

test('Global Privacy Control is a no to what it covers, by header and by the script, and no yes gets past it', async (t) => {
  const { visit, answers, events, db } = await house(t)
  const signals = async () => Number((await sql<{ n: number }>`select count(*) as n from keep.signal where ended_at is null`.execute(db)).rows[0]?.n)
  await visit('/answers', { visitor: nobodyYet, ...answers(['counting', 'yes']) }, { 'sec-gpc': 'true' })
  assert.equal(await signals(), 0, 'only "1" says anything')
  const said = await visit('/answers', { visitor: nobodyYet, ...answers(['following', 'yes']) }, { 'sec-gpc': '1' })
  assert.deepEqual(said.answers, { counting: 'yes', following: 'no' })
  assert.match((await events()).at(-1) ?? '', /^following web ConsentRefused gpc /)
  assert.equal(await signals(), 1)
  assert.deepEqual((await visit('/answers', { visitor: 'b'.repeat(32), gpc: true, ...answers() })).answers, { counting: null, following: 'no' })
  assert.equal(await signals(), 2)
})

test('whoever signs in takes the answers along, the strictest of both; afterwards that browser says no for them and never yes', async (t) => {
  const { s, visit, answers, db } = await house(t)
  const signIn = (visitor: string, email: string) =>
    recordBatch(
      s.channels.deps.recording,
      [
        {
          place: 'sign-in',
          at: systemClock.now().getTime(),
          kind: 'visit',
          title: 'Visit',
          channel: 'web',
          direction: 'in',
          identifiers: [
            { kind: 'email', value: email, proven: true },
            { kind: 'anonymous', value: visitor, proven: false },
          ],
        },
      ],
      { now: systemClock.now(), source: 'site', trust: 'secret' },
    )
  const allowed = async (customer: number, purpose: string) =>
    (await termsOf(db.$pickTables(), customer, systemClock.now())).items.find((i) => i.purpose === purpose && i.channel === 'web')?.allowed
  const [anna] = await signIn('c'.repeat(32), 'anna@known.example')
  assert.ok(anna && anna.status === 'recorded')
  await visit('/answers', { visitor: nobodyYet, ...answers(['counting', 'yes'], ['following', 'no']) })
  await signIn(nobodyYet, 'anna@known.example')
  assert.deepEqual([await allowed(anna.customer, 'counting'), await allowed(anna.customer, 'following')], [true, false])
  const yes = await visit('/answers', { visitor: nobodyYet, ...answers(['following', 'yes']) })
  assert.deepEqual([yes.said.joined, await allowed(anna.customer, 'following')], [true, false])
  assert.equal((await visit('/answers', { visitor: nobodyYet, ...answers(['counting', 'no']) })).said.joined, false)
  assert.equal(await allowed(anna.customer, 'counting'), false)
  const other = 'd'.repeat(32)
  await visit('/answers', { visitor: other, ...answers(['counting', 'yes']) })
  await signIn(other, 'anna@known.example')
  assert.equal(await allowed(anna.customer, 'counting'), false, 'a yes of a later visitor does not lift their no')
})

test('the preference centre hears the signal and says so', async (t) => {
  const { call, db } = await house(t)
  const { url } = await (await call('POST', '/v1/preference-links', { customer_id: ids.show('customer', 1) })).json()
  const page = async (headers = {}) => (await call('GET', new URL(url).pathname, undefined, headers)).text()
  const heard = async () => (await sql`select from keep.signal where customer_id = 1 and ended_at is null`.execute(db)).rows.length
  assert.doesNotMatch(await page(), /Global Privacy Control/)
  assert.equal(await heard(), 0)
  assert.match(await page({ 'sec-gpc': '1' }), /Global Privacy Control/)
  assert.equal(await heard(), 1)
})
