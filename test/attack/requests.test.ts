import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { z } from 'zod'
import { makeMagicLink, openCustomerSession } from '../../src/keep/access/index.ts'
import { sql } from '../../src/platform/db/index.ts'
import { opaque } from '../../src/platform/ids/index.ts'
import { type Answer, type Product, startProduct, admin as vera } from '../product.ts'
import { insideKeep } from './inside.ts'
import { keyOf, recordPeople } from './people.ts'

// What somebody on the network can try: ids of others, keys that are public, pages of other sites, guesses, markup.

/** How somebody stands to others, what is done for them, what was known of them before. */
const standing = ['/v1/my/relations', '/v1/my/relations/changes', '/v1/my/cases', '/v1/my/tasks', '/v1/my/fields/history']

test('requests of strangers', async (t) => {
  const now = new Date()
  const product = await startProduct(t)
  const admin = await product.setUp()
  const key = await keyOf(admin, 'secret', 'shop', ['record', 'read'])
  const [ann = '', ben = ''] = await recordPeople(admin, key, [
    { user: 'ann', email: 'ann@strangers.example', phone: '+79161234501', fields: { surname: 'Annova', name: 'Ann' }, text: 'Ann ordered a lamp' },
    { user: 'ben', email: 'ben@strangers.example', phone: '+79161234502', fields: { surname: 'Benov', name: 'Ben' }, text: 'Ben ordered a chair' },
  ])
  const keep = await insideKeep(t, product, now)
  const ids = opaque(readFileSync(join(product.home, 'secrets/ids'), 'utf8').trim())
  const numberOf = (shown: string) => ids.read('customer', shown) ?? -1
  const writeKey = await keyOf(admin, 'write', 'page')

  await t.test('another’s id, a made-up id and an id of another kind are answered the same', async () => {
    const never = {
      'nobody has it': ids.show('customer', 999_999_999),
      forged: `c_${'A'.repeat(22)}`,
      'another kind': ids.show('task', numberOf(ann)),
      'a number': String(numberOf(ann)),
      changed: `${ann.slice(0, -2)}AA`,
    }
    const paths = ['card', 'timeline', 'looks', 'fields/surname/history']
    for (const path of paths) {
      const answers = await Promise.all(Object.values(never).map((id) => admin.api('GET', `/v1/customers/${encodeURIComponent(id)}/${path}`)))
      for (const answer of answers) assert.equal(answer.status, 404, `${path}: ${answer.text}`)
      assert.equal(new Set(answers.map(withoutId)).size, 1, path)
    }
    for (const [method, path, body] of [
      ['POST', 'notes', { text: 'x', kind: 'note', direction: 'none' }],
      ['PUT', 'fields/surname', { value: 'X' }],
      ['POST', 'relations', { other_id: ann, kind: 'family', title: null }],
    ] as const) {
      const answers = await Promise.all(Object.values(never).map((id) => admin.api(method, `/v1/customers/${encodeURIComponent(id)}/${path}`, body)))
      assert.deepEqual([...new Set(answers.map((a) => a.status))], [404], path)
      assert.equal(new Set(answers.map(withoutId)).size, 1, path)
    }
  })

  await t.test('without a session, with a forged one or with that of a customer nothing for staff answers', async () => {
    const { token } = await openCustomerSession(keep, { customer: numberOf(ann), device: 'test' }, now)
    const paths = [
      '/v1/customers',
      `/v1/customers/${ben}/card`,
      '/v1/search?q=benov',
      '/v1/staff',
      '/v1/api-keys',
      '/v1/tasks',
      '/v1/health/details',
      '/v1/purposes',
      '/v1/campaigns',
      '/v1/imports',
    ]
    for (const path of paths) {
      for (const [who, cookie, status] of [
        ['nobody', '', 401],
        ['forged', `rapport_session=${'x'.repeat(43)}`, 401],
        ['a customer', `rapport_customer=${token}`, 401],
        ['a customer as staff', `rapport_session=${token}`, 403],
      ] as const) {
        const answer = await product.api('GET', path, undefined, { cookie })
        assert.ok(answer.status === status || (answer.status === 401 && who !== 'nobody'), `${path} as ${who}: ${answer.status} ${answer.text}`)
        assert.ok(!/Benov|strangers\.example/.test(answer.text), path)
      }
    }
  })

  await t.test('a customer sees and changes only themselves', async () => {
    for (const [of, value] of [
      [ann, 'ann.second@strangers.example'],
      [ben, 'ben.second@strangers.example'],
    ] as const)
      assert.equal((await admin.api('POST', `/v1/customers/${of}/identifiers`, { kind: 'email', value })).status, 200)
    const { token } = await openCustomerSession(keep, { customer: numberOf(ann), device: 'test' }, now)
    const cookie = `rapport_customer=${token}`
    for (const path of [
      '/v1/my/page',
      '/v1/my/interactions',
      '/v1/my/uses',
      '/v1/my/messages',
      '/v1/my/terms',
      '/v1/my/consents',
      '/v1/my/identifiers/history',
      ...standing,
    ]) {
      const answer = await product.api('GET', `${path}?customer_id=${ben}&customer=${numberOf(ben)}`, undefined, { cookie })
      assert.ok(!/Ben|ben\.second|chair/.test(answer.text), `${path}: ${answer.text}`)
    }
    assert.match((await product.api('GET', '/v1/my/page', undefined, { cookie })).text, /Annova/)
    const other = `rapport_customer=${(await openCustomerSession(keep, { customer: numberOf(ben), device: 'test' }, now)).token}`
    await product.api('GET', '/v1/my/page', undefined, { cookie: other })
    const line = z.object({ items: z.array(z.object({ receipt_id: z.string(), at: z.string() })) })
    const [theirs] = line.parse(JSON.parse((await product.api('GET', '/v1/my/uses', undefined, { cookie: other })).text)).items
    const proof = `/v1/my/uses/${theirs?.receipt_id}/proof?at=${theirs?.at}`
    assert.equal((await product.api('GET', proof, undefined, { cookie: other })).status, 200)
    assert.equal((await product.api('GET', proof, undefined, { cookie })).status, 404, 'the receipt of another is none')
    const own = await product.api('GET', '/v1/my/identifiers/history', undefined, { cookie })
    assert.match(own.text, /ann\.second@strangers\.example/)
    assert.ok(!own.text.includes(vera.name), 'an employee is not named to a customer')
    const add = { kind: 'email', value: 'mine@strangers.example' }
    assert.equal((await product.api('POST', `/v1/customers/${ann}/identifiers`, add, { cookie, headers: { origin: product.url } })).status, 401)
  })

  await t.test('a letter’s own link, which may have been forwarded, shows no personal value', async () => {
    const { token } = await openCustomerSession(keep, { customer: numberOf(ann), message: 1, device: 'test' }, now)
    for (const path of [
      '/v1/my/page',
      '/v1/my/interactions',
      '/v1/my/uses',
      '/v1/my/messages',
      '/v1/my/receipts',
      '/v1/my/terms',
      '/v1/my/consents',
      '/v1/my/identifiers/history',
      ...standing,
    ]) {
      const answer = await product.api('GET', path, undefined, { cookie: `rapport_customer=${token}` })
      assert.ok(!/Annova|ann@strangers|ann\.second|9161234501|916 123-45-01|ordered a lamp/.test(answer.text), `${path}: ${answer.text}`)
      assert.ok(!/"minor":10000/.test(answer.text), `what was bought stays with its buyer: ${path}: ${answer.text}`)
    }
    assert.ok((await admin.api('GET', `/v1/customers/${ann}/card`)).status === 200)
    const uses = await product.api('GET', '/v1/my/uses', undefined, { cookie: `rapport_customer=${token}` })
    assert.deepEqual(z.object({ items: z.array(z.unknown()), next_cursor: z.null() }).parse(JSON.parse(uses.text)).items, [], 'of no look but for that letter')
    for (const asked of ['?decision=deny', '?deeds=looks', '?by=staff&zone=UTC', '?from=2000-01-01T00:00:00Z'])
      assert.match((await product.api('GET', `/v1/my/uses${asked}`, undefined, { cookie: `rapport_customer=${token}` })).text, /"items":\[\]/, asked)
    const as = { cookie: `rapport_customer=${token}`, headers: { origin: product.url } }
    assert.equal((await product.api('POST', '/v1/my/copy', undefined, as)).status, 403, 'no copy of everything for whoever got a letter passed on')
    for (const [method, path, body] of [
      ['GET', '/v1/my/rights'],
      ['GET', '/v1/my/rights/now'],
      ['GET', '/v1/my/rights/erasure'],
      ['GET', '/v1/my/beside'],
      ['GET', '/v1/my/mandates'],
      ['POST', '/v1/my/rights', { right: 'restrict' }],
      ['POST', '/v1/my/rights/lift', { purpose: null }],
      ['POST', '/v1/my/rights/erasure', { seen: 'x', days: 0 }],
      ['POST', '/v1/my/rights/erasure/take-back', {}],
      ['POST', '/v1/my/beside', { about: { kind: 'field', name: 'surname' }, words: 'no' }],
      ['POST', '/v1/my/mandates', { holder: 'Thief', powers: ['erase'], until: '2099-01-01' }],
      ['POST', '/v1/my/confirm', {}],
      ['POST', '/v1/my/confirm/code', { code: '000000' }],
    ] as const)
      assert.equal((await product.api(method, path, body, as)).status, 403, `rights are used by whom they belong to: ${method} ${path}`)
  })

  await t.test('a public write key reads nothing and joins no known customer', async () => {
    for (const path of ['/v1/customers', `/v1/customers/${ann}/card`, '/v1/search?q=ann', '/v1/staff', '/v1/my/page', '/v1/purposes']) {
      assert.ok([401, 403].includes((await product.api('GET', path, undefined, { key: writeKey })).status), path)
    }
    const before = await factsOf(keep, numberOf(ann))
    const claims = [
      { kind: 'user', value: 'ann' },
      { kind: 'email', value: 'ann@strangers.example' },
      { kind: 'phone', value: '+7 916 123-45-01' },
    ]
    for (const [n, claim] of claims.entries()) {
      const event = {
        id: `claim-${n}`,
        at: '2026-11-02T12:00:00Z',
        kind: 'visit',
        channel: 'web',
        customer: { identifiers: [claim, { kind: 'anonymous', value: `cookie-${n}` }], fields: { surname: 'Подменов' } },
      }
      const answer = await product.api('POST', '/v1/interactions?ids=true', [event], { key: writeKey })
      assert.equal(answer.status, 200, answer.text)
      assert.ok(!answer.text.includes('c_') && !answer.text.includes('customer'), 'it does not learn whom it wrote to')
      const again = await product.api('POST', '/v1/interactions?ids=true', [event], { key: writeKey })
      assert.equal(again.text, answer.text, 'nor whether it was there before')
    }
    const segment = await product.api('POST', '/v1/identify', {
      userId: 'ann',
      anonymousId: 'cookie-9',
      messageId: 's1',
      writeKey,
      traits: { lastName: 'Подменов', email: 'ann@strangers.example' },
    })
    assert.equal(segment.status, 200, segment.text)
    const alias = await product.api('POST', '/v1/alias', { userId: 'ann', previousId: 'cookie-0', messageId: 's2', writeKey })
    assert.ok(alias.status === 200 || alias.status === 400, alias.text)

    assert.deepEqual(await factsOf(keep, numberOf(ann)), before, 'nothing was added to the known customer')
    const merged = await sql<{ n: number }>`select count(*)::int as n from keep.customer where merged_into = ${numberOf(ann)}`.execute(keep.db)
    assert.equal(merged.rows[0]?.n, 0)
    assert.ok(!(await admin.api('GET', `/v1/customers/${ann}/card`)).text.includes('Подменов'))
  })

  await t.test('a page of another site acts for nobody', async () => {
    const own = product.url
    const foreign: Record<string, string>[] = [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: `${own}.evil.example` },
    ]
    const { token } = await openCustomerSession(keep, { customer: numberOf(ann), device: 'test' }, now)
    const cookie = `${admin.cookie()}; rapport_customer=${token}`
    const acts: [string, string, unknown][] = [
      ['POST', `/v1/customers/${ann}/notes`, { text: 'x', kind: 'note', direction: 'none' }],
      ['PUT', `/v1/customers/${ann}/fields/surname`, { value: 'X' }],
      ['POST', '/v1/tasks', { what: 'x', due_at: '2026-12-01T00:00:00Z' }],
      ['POST', '/v1/staff', { name: 'Eve', email: 'eve@evil.example', password: 'longenough123', role: 'admin' }],
      ['POST', '/v1/api-keys', { kind: 'secret', title: 'Eve', source: 'eve', scopes: ['read'] }],
      ['POST', '/v1/session', { email: vera.email, password: vera.password }],
      ['DELETE', '/v1/session', undefined],
      ['POST', '/v1/my/stop', {}],
      ['POST', '/v1/session/link', { email: 'ann@strangers.example' }],
      ['POST', '/v1/session/link/redeem', { token: 'x' }],
    ]
    for (const [method, path, body] of acts) {
      for (const headers of foreign) {
        const answer = await product.api(method, path, body, { cookie, headers })
        assert.equal(answer.status, 403, `${method} ${path} from ${JSON.stringify(headers)}: ${answer.status} ${answer.text}`)
      }
    }
    assert.equal((await admin.api('GET', '/v1/session')).status, 200)
    assert.match((await admin.api('GET', '/v1/session')).text, /"role":"admin"/, 'still signed in')
    const cors = await product.api('OPTIONS', '/v1/customers', undefined, {
      headers: { origin: 'https://evil.example', 'access-control-request-method': 'GET' },
    })
    assert.equal(cors.headers.get('access-control-allow-origin'), null)
  })

  await t.test('a magic link works once, in fifteen minutes, and by no GET', async () => {
    const link = await makeMagicLink(keep.db, numberOf(ann), now)
    for (const path of [`/v1/session/link/redeem?token=${link}`, `/c/${link}`, `/my?token=${link}`])
      assert.notEqual((await product.api('GET', path)).headers.getSetCookie().length, 1, path)
    const redeem = (token: string) => product.api('POST', '/v1/session/link/redeem', { token })
    const both = await Promise.all([redeem(link), redeem(link), redeem(link)])
    assert.deepEqual(both.map((a) => a.status).sort(), [200, 401, 401])
    assert.equal((await redeem(link)).status, 401)
    const late = await makeMagicLink(keep.db, numberOf(ann), new Date(now.getTime() - 16 * 60_000))
    assert.equal((await redeem(late)).status, 401)
    const asked = await Promise.all(
      ['ann@strangers.example', 'nobody@strangers.example', 'no address'].map((email) => product.api('POST', '/v1/session/link', { email })),
    )
    assert.deepEqual([...new Set(asked.map((a) => `${a.status} ${a.text}`))].length, 1, 'known and unknown are answered the same')
  })

  await t.test('markup in any field comes back as text, under headers that let nothing run', async () => {
    const markup = '<img src=x onerror=alert(1)><script>alert(2)</script>"\'&lt;'
    const [eve = ''] = await recordPeople(admin, key, [
      {
        user: 'eve',
        email: 'eve@strangers.example',
        text: markup,
        fields: { surname: markup, name: markup, org_name: markup, address: markup, job_title: markup, about: markup, x_note: markup },
      },
    ])
    const card = await admin.api('GET', `/v1/customers/${eve}/card`)
    assert.equal(card.status, 200, card.text)
    for (const path of [`/v1/customers/${eve}/card`, `/v1/customers/${eve}/timeline`, `/v1/customers/${eve}/looks`, '/v1/search?q=eve', '/v1/customers']) {
      const answer = await admin.api('GET', path)
      assert.match(answer.headers.get('content-type') ?? '', /^application\/json/, path)
      assert.equal(answer.headers.get('x-content-type-options'), 'nosniff', path)
    }
    assert.ok(JSON.stringify(card.body).includes(JSON.stringify(markup).slice(1, -1)), 'as it was said')
    for (const path of [
      `/v1/${markup}`,
      `/${encodeURIComponent(markup)}.html`,
      `/u/${encodeURIComponent(markup)}`,
      `/m/${encodeURIComponent(markup)}`,
      `/mailbox/${encodeURIComponent(markup)}`,
      `/v1/customers/${encodeURIComponent(markup)}/card`,
    ]) {
      const answer = await admin.api('GET', path)
      const type = answer.headers.get('content-type') ?? ''
      assert.ok(type.startsWith('application/') || !answer.text.includes('<script>alert'), `${path}: ${type}`)
      if (type.startsWith('text/html')) {
        const policy = answer.headers.get('content-security-policy') ?? ''
        assert.match(policy, /default-src '(self|none)'/, path)
        assert.match(policy, /frame-ancestors '(self|none)'/, path)
        assert.ok(!/script-src[^;]*unsafe|default-src[^;]*unsafe/.test(policy), path)
      }
    }
  })

  await t.test('work about a customer one may not see is answered as work about nobody there is', async () => {
    const password = 'a long password of a clerk'
    const hired = async (name: string, role: string) => {
      assert.equal((await admin.api('POST', '/v1/staff', { name, email: `${name}@strangers.example`, password, role })).status, 200)
      const client = product.client()
      assert.equal((await client.api('POST', '/v1/session', { email: `${name}@strangers.example`, password })).status, 200)
      return client
    }
    const [mark, clara] = [await hired('mark', 'marketer'), await hired('clara', 'clerk')]
    const made = await admin.api('POST', '/v1/api-keys', { kind: 'secret', title: 'ads', source: 'ads', scopes: ['read', 'change'], purposes: ['marketing'] })
    const marketing = z.object({ secret: z.string() }).parse(made.body).secret
    const idOf = (answer: Answer) => z.object({ id: z.string() }).parse(answer.body).id
    const task = idOf(await admin.api('POST', '/v1/tasks', { kind: 'task', what: 'call Ben', customer_id: ben }))
    const case_ = idOf(await admin.api('POST', '/v1/cases', { kind: 'question', subject: 'a question of Ben', customer_id: ben }))
    const acts = (customer: string, of: { task: string; case_: string }): [string, string, unknown][] => [
      ['POST', '/v1/tasks', { kind: 'task', what: 'x', customer_id: customer }],
      ['POST', '/v1/cases', { kind: 'question', subject: 'x', customer_id: customer }],
      ['PATCH', `/v1/tasks/${of.task}`, { what: 'x' }],
      ['POST', `/v1/tasks/${of.task}/complete`, {}],
      ['POST', `/v1/tasks/${of.task}/reopen`, {}],
      ['POST', `/v1/tasks/${of.task}/drop`, {}],
      ['PATCH', `/v1/cases/${of.case_}`, { subject: 'x' }],
      ['POST', `/v1/cases/${of.case_}/solve`, { resolution: 'x' }],
      ['POST', `/v1/cases/${of.case_}/reopen`, {}],
    ]
    const none = { task: ids.show('task', 999_999), case_: ids.show('case', 999_999) }
    const askedBy = async (as: { key: string } | { cookie: string } | undefined, customer: string, of: { task: string; case_: string }) => {
      const answers: string[] = []
      for (const [method, path, body] of acts(customer, of)) {
        const answer = as ? await product.api(method, path, body, as) : await clara.api(method, path, body)
        answers.push(`${answer.status} ${withoutId(answer)}`)
      }
      return answers
    }
    const nobody = await askedBy(undefined, ids.show('customer', 999_999_999), none)
    for (const answer of nobody) assert.match(answer, /^404 /)
    const rows = async () =>
      (
        await sql<{
          rows: string
        }>`select (select jsonb_agg(t order by task_id)::text from office.task t) || (select jsonb_agg(c order by case_id)::text from office.work_case c)
          || (select count(*)::text from office.work_change) || (select count(*)::text from keep.content where kind in ('task', 'case')) as rows`.execute(
          keep.db,
        )
      ).rows[0]?.rows
    const before = await rows()
    const clerk = (await sql<{ staff_id: number }>`select staff_id from keep.staff order by staff_id desc limit 1`.execute(keep.db)).rows[0]?.staff_id ?? 0

    assert.deepEqual(await askedBy({ key: marketing }, ben, { task, case_ }), nobody, 'a key for another purpose')
    assert.deepEqual(await askedBy({ cookie: mark.cookie() }, ben, { task, case_ }), nobody, 'a role that service is not for')
    await sql`insert into keep.opened_minute (actor_kind, actor_id, minute, persons) values ('staff', ${clerk}, date_trunc('minute', now(), 'UTC'), 300)`.execute(
      keep.db,
    )
    assert.deepEqual(await askedBy(undefined, ben, { task, case_ }), nobody, 'a budget that is spent')
    await sql`delete from keep.opened_minute where actor_kind = 'staff' and actor_id = ${clerk}`.execute(keep.db)
    await sql`update keep.customer set status = 'restricted' where customer_id = ${numberOf(ben)}`.execute(keep.db)
    assert.deepEqual(await askedBy(undefined, ben, { task, case_ }), nobody, 'a customer who wishes it so')
    await sql`update keep.customer set status = 'known' where customer_id = ${numberOf(ben)}`.execute(keep.db)

    assert.equal(await rows(), before, 'and nothing was changed')
    assert.deepEqual([...new Set((await askedBy(undefined, ben, { task, case_ })).map((answer) => answer.slice(0, 4)))], ['200 '], 'whoever may, does')
  })

  await t.test('guesses are slowed down, for known and unknown addresses alike', async () => {
    const counted = await Promise.all([vera.email, 'nobody@strangers.example'].map((email) => untilSlowed(product, email)))
    assert.equal(counted[0], counted[1])
    assert.ok((counted[0] ?? 99) <= 8, `slowed after ${counted[0]} guesses`)
    assert.equal(await rightAtOnce(product, vera), 429, 'not even the right one goes through at once')
  })
})

/** What the right password gets before the pause after a guess is over; a machine too slow to ask in time is asked again. */
async function rightAtOnce(product: Product, who: { email: string; password: string }): Promise<number> {
  for (let round = 1; round <= 10; round++) {
    const since = performance.now()
    const guess = await product.api('POST', '/v1/session', { email: who.email, password: `another guess ${round}` })
    if (guess.status !== 429) continue
    const right = await product.api('POST', '/v1/session', { email: who.email, password: who.password })
    // Whole seconds, rounded up: of the last one nothing may be left.
    const pauseMs = Number(guess.headers.get('retry-after')) * 1000
    assert.ok(pauseMs >= 1000)
    if (right.status === 429 || performance.now() - since < pauseMs - 1000) return right.status
    await untilSlowed(product, who.email)
  }
  return assert.fail('the machine was too slow in ten rounds')
}

async function untilSlowed(product: Product, email: string): Promise<number> {
  for (let guess = 1; guess <= 20; guess++) {
    const answer = await product.api('POST', '/v1/session', { email, password: `guess number ${guess}` })
    if (answer.status === 429) return guess
    assert.equal(answer.status, 401, answer.text)
  }
  return 99
}

/** A problem without the id under which it is logged. */
const withoutId = (answer: Answer) => answer.text.replace(/"id":"[^"]*"/, '')

async function factsOf(keep: Awaited<ReturnType<typeof insideKeep>>, customer: number): Promise<unknown> {
  const rows =
    await sql`select (select count(*)::int from fact.interaction where customer_id = ${customer}) as interactions, (select count(*)::int from keep.vault where customer_id = ${customer}) as fields,
    (select count(*)::int from keep.identifier where customer_id = ${customer}) as identifiers`.execute(keep.db)
  return rows.rows
}
