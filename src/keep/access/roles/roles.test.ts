import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type AccessHouse, accessHouse, type Browser, colleague, setUpByAnna } from '../../../../test/accessHouse.ts'
import { oidcPeer } from '../../../../test/oidcPeer.ts'
import { sql } from '../../../platform/db/index.ts'
import { apiKeyOf, sessionOf } from '../index.ts'

const nothing = { abilities: [], sees: [], changes: [], scope: 'all', from: 0 }
const till = { ...nothing, title: { en: 'Till', ru: 'Касса' }, abilities: ['customers.see', 'work.see'], sees: ['contact'], purposes: ['service'] }
const itemsOf = (body: Record<string, unknown>) => (Array.isArray(body['items']) ? body['items'] : [])
const roleIn = async (browser: Browser, code: string) => itemsOf((await browser.call('GET', '/v1/roles')).body).find((one) => one.code === code)

/** Adds somebody with a role of the company's own, and gives them with the path that manages them. */
async function person(house: AccessHouse, admin: Browser, role: string, email: string): Promise<{ browser: Browser; path: string }> {
  const browser = await colleague(house, admin, role, email)
  const found = itemsOf((await admin.call('GET', '/v1/staff')).body).find((one) => one.email === email)
  return { browser, path: `/v1/staff/${found.id}` }
}

test('roles of a company’s own', async (t) => {
  const house = await accessHouse(t)
  const admin = await setUpByAnna(house)
  const clerk = await colleague(house, admin, 'clerk', 'ben@example.org')

  await t.test('GET /v1/roles is for all of the staff and nobody else', async () => {
    assert.equal((await house.browser().call('GET', '/v1/roles')).status, 401)
    const items = itemsOf((await clerk.call('GET', '/v1/roles')).body)
    assert.deepEqual(
      items.map((one) => [one.code, one.built_in, one.holders]),
      [
        ['admin', true, 1],
        ['privacy', true, 0],
        ['marketer', true, 0],
        ['clerk', true, 1],
        ['analyst', true, 0],
      ],
    )
    assert.deepEqual((await roleIn(clerk, 'clerk'))?.purposes, ['service'])
  })
  const refused: readonly [what: string, status: number, role: string, body: object, by?: Browser][] = [
    ['a clerk', 403, 'till', till, clerk],
    ['a built-in role', 409, 'admin', { ...till, purposes: undefined }],
    ['an ability there is not', 400, 'till', { ...till, abilities: ['everything'] }],
    ['changing what is not seen', 400, 'till', { ...till, changes: ['sensitive'] }],
    ['a purpose there is not', 400, 'till', { ...till, purposes: ['curiosity'] }],
    ['a code that is none', 400, 'Till 1', till],
    ['a version there is not', 409, 'till', { ...till, from: 3 }],
    ['a title in one language', 400, 'till', { ...till, title: { en: 'Till', ru: ' ' } }],
  ]
  for (const [what, status, role, body, by = admin] of refused)
    await t.test(`PUT /v1/roles/:role, no: ${what}`, async () => {
      assert.equal((await by.call('PUT', `/v1/roles/${encodeURIComponent(role)}`, body)).status, status)
      assert.equal(await roleIn(admin, 'till'), undefined)
      assert.deepEqual((await roleIn(admin, 'clerk'))?.purposes, ['service'])
    })
  await t.test(
    'PUT /v1/roles/:role makes one, and the purposes say so too; POST /v1/roles/:role/preview told it before, GET /v1/roles/:role has its versions',
    async () => {
      assert.equal((await admin.call('PUT', '/v1/roles/till', till)).status, 200)
      const wider = { ...till, abilities: [...till.abilities, 'work.do'], purposes: ['service', 'security'], from: 1 }
      const { body: preview } = await admin.call('POST', '/v1/roles/till/preview', wider)
      assert.deepEqual([preview['people'], Object(preview['gained']).abilities, Object(preview['gained']).purposes], [0, ['work.do'], ['security']])
      assert.equal((await admin.call('PUT', '/v1/roles/till', wider)).status, 200)
      const { body } = await clerk.call('GET', '/v1/roles/till')
      assert.deepEqual([Object(body['role']).version, Object(body['role']).purposes], [2, ['security', 'service']])
      assert.deepEqual(
        (Array.isArray(body['versions']) ? body['versions'] : []).map((one) => [one.version, one.made_by.name]),
        [
          [2, 'Анна Белова'],
          [1, 'Анна Белова'],
        ],
      )
      const { rows } = await roles(house)
      assert.deepEqual(rows, ['admin,privacy,clerk,till'])
    },
  )
  await t.test('of two who change it at once one is told, and both at once make one version', async () => {
    const both = await Promise.all(
      ['A', 'B'].map((en) => admin.call('PUT', '/v1/roles/till', { ...till, title: { en, ru: en }, purposes: undefined, from: 2 })),
    )
    assert.deepEqual(both.map((one) => one.status).sort(), [200, 409])
  })
})

async function roles(house: AccessHouse): Promise<{ rows: string[] }> {
  const found = await house.db.selectFrom('keep.purpose').select('roles').where('purpose', '=', 'service').orderBy('version', 'desc').limit(1).execute()
  return { rows: found.map((one) => one.roles.join()) }
}

test('a role changed while its holder works is changed with the next request', async (t) => {
  const house = await accessHouse(t)
  const admin = await setUpByAnna(house)
  const wide = { ...till, abilities: ['staff.manage', 'customers.see'] }
  await admin.call('PUT', '/v1/roles/till', wide)
  const { browser: vera, path } = await person(house, admin, 'till', 'vera@example.org')
  const may = async () => (await vera.call('GET', '/v1/staff')).status
  assert.equal(await may(), 200)

  await t.test('also when many requests are on their way', async () => {
    // Requests go on all the while; what begins after the answer to the change finds the new rights.
    let going = true
    const others = Promise.all(
      [1, 2, 3, 4].map(async () => {
        while (going) await may()
      }),
    )
    for (let from = 1; from <= 6; from++) {
      const lets = from % 2 === 0
      assert.equal((await admin.call('PUT', '/v1/roles/till', { ...(lets ? wide : till), from })).status, 200)
      assert.deepEqual(new Set(await Promise.all([may(), may(), may(), may(), may(), may()])), new Set([lets ? 200 : 403]), `version ${from + 1}`)
    }
    going = false
    await others
  })
  await t.test('PATCH /v1/staff/:staff_id: another role too, by whatever keep, and GET /v1/staff/:staff_id/history tells it', async () => {
    const token = vera.cookies.get('rapport_session') ?? ''
    const ableTo = async () => (await sessionOf({ ...house.deps }, token, house.clock.now()))?.rights.abilities
    assert.equal((await admin.call('PATCH', path, { role: 'analyst' })).status, 200)
    assert.deepEqual(await ableTo(), ['work.see', 'reports.see', 'analysis.sql'])
    const { rows } = await sql<{
      payload: { kind: string; facts: object; by: number; to: number[] }
    }>`select payload from office_jobs._private_jobs order by id`.execute(house.store)
    const told = rows.map((job) => job.payload).filter(({ kind }) => kind === 'role_changed')
    assert.deepEqual(
      [told.at(-1)?.facts, told.at(-1)?.to.length, told.at(-1)?.to[0] === told.at(-1)?.by],
      [{ role: 'analyst' }, 1, false],
      'whom it concerns is told',
    )
    assert.equal((await admin.call('PATCH', path, { role: 'nobody' })).status, 400)
    assert.equal((await admin.call('PATCH', path, {})).status, 400)
    assert.equal((await vera.call('PATCH', path, { role: 'admin' })).status, 403)
    assert.equal((await vera.call('GET', `${path}/history`)).status, 403)
    const history = itemsOf((await admin.call('GET', `${path}/history`)).body)
    assert.deepEqual(
      history.map((one) => [one.role, one.by?.name]),
      [
        ['analyst', 'Анна Белова'],
        ['till', 'Анна Белова'],
      ],
    )
  })
  await t.test('who is dismissed is out at once, with the keys they made, and stays out', async () => {
    const maker = await person(house, admin, 'admin', 'max@example.org')
    const { body } = await maker.browser.call('POST', '/v1/api-keys', { kind: 'secret', title: 'Shop', source: 'shop', scopes: ['read'] })
    const secret = String(body['secret'])
    assert.ok(await apiKeyOf(house.deps, secret, house.clock.now()))
    const before = Array.from({ length: 8 }, () => maker.browser.call('GET', '/v1/staff'))
    assert.equal((await admin.call('DELETE', maker.path)).status, 200)
    await Promise.all(before)
    assert.equal((await maker.browser.call('GET', '/v1/roles')).status, 401)
    assert.equal(await apiKeyOf(house.deps, secret, house.clock.now()), undefined)
    assert.equal((await admin.call('DELETE', maker.path)).status, 200, 'twice is once')
    assert.equal((await admin.call('PATCH', maker.path, { role: 'admin' })).status, 409)
    const again = await maker.browser.call('POST', '/v1/session', { email: 'max@example.org', password: 'the password of max@example.org' })
    assert.equal(again.status, 401)
  })
})

test('nobody gives more than they have, and nobody changes what they may themselves', async (t) => {
  const house = await accessHouse(t)
  const admin = await setUpByAnna(house)
  const power = ['staff.manage', 'roles.manage', 'keys.manage', 'registers.keep', 'work.see']
  await admin.call('PUT', '/v1/roles/hr', { ...till, title: { en: 'HR', ru: 'Кадры' }, abilities: power, sees: [], changes: [], purposes: [] })
  await admin.call('PUT', '/v1/roles/till', till)
  await admin.call('PUT', '/v1/roles/guest', { ...nothing, title: { en: 'Guest', ru: 'Гость' }, abilities: ['work.see'] })
  const { browser: hana, path: own } = await person(house, admin, 'hr', 'hana@example.org')
  const { path: clerk } = await person(house, admin, 'clerk', 'ben@example.org')
  const { path: guest } = await person(house, admin, 'guest', 'gleb@example.org')
  const [first] = itemsOf((await admin.call('GET', '/v1/staff')).body)
  const boss = `/v1/staff/${first.id}`
  const anyone = { name: 'Mole', email: 'mole@example.org', password: 'a long password' }
  const key = { kind: 'secret', title: 'Shop', source: 'shop', scopes: ['record', 'read'], purposes: [] }

  const peer = await oidcPeer(t, ['http://localhost/sign-in/by/own'])
  const asked = { code: 'own', title: 'Own', issuer: peer.issuer, client_id: peer.clientId, secret: peer.secret, domains: [], newcomers: null }
  const provider = { ...asked, groups_claim: null, group_roles: [], own_factor: true, paused: false }
  const invited = { email: 'vera@example.org', language: 'en', units: [] }
  const olga = await admin.call('POST', '/v1/staff/invitations', { ...invited, email: 'olga@example.org', role: 'clerk' })
  const open = Object(olga.body['invitation']).id

  const tries: readonly [what: string, status: number, method: string, path: string, body: object][] = [
    ['their own role for themselves', 409, 'PATCH', own, { role: 'admin' }],
    ['their own units', 409, 'PATCH', own, { units: [] }],
    ['the role they have', 409, 'PUT', '/v1/roles/hr', { ...till, abilities: [...power, 'customers.see'], from: 1, purposes: undefined }],
    ['a wider role', 403, 'PUT', '/v1/roles/back-door', { ...till, purposes: undefined }],
    ['a role that sees more', 403, 'PUT', '/v1/roles/back-door', { ...nothing, title: till.title, sees: ['sensitive'] }],
    ['a purpose they do not act for', 403, 'PUT', '/v1/roles/back-door', { ...nothing, title: till.title, purposes: ['service'] }],
    ['a wider role made narrower', 403, 'PUT', '/v1/roles/till', { ...nothing, title: till.title, from: 1 }],
    ['a wider role retired', 403, 'POST', '/v1/roles/till/retire', {}],
    ['a wider role for a colleague', 403, 'PATCH', guest, { role: 'till' }],
    ['an administrator of a colleague', 403, 'PATCH', guest, { role: 'admin' }],
    ['a new administrator', 403, 'POST', '/v1/staff', { ...anyone, role: 'admin' }],
    ['a new clerk', 403, 'POST', '/v1/staff', { ...anyone, role: 'clerk' }],
    ['the clerk’s role', 403, 'PATCH', clerk, { role: 'guest' }],
    ['the administrator’s role', 403, 'PATCH', boss, { role: 'guest' }],
    ['the administrator’s access', 403, 'DELETE', boss, {}],
    ['the administrator’s second factor', 403, 'DELETE', `${boss}/second-factor`, {}],
    ['a new password for the administrator', 403, 'POST', `${boss}/reset`, {}],
    ['an invitation to be an administrator', 403, 'POST', '/v1/staff/invitations', { ...invited, role: 'admin' }],
    ['an invitation to be a clerk', 403, 'POST', '/v1/staff/invitations', { ...invited, role: 'clerk' }],
    ['an invitation that stands, sent again', 403, 'POST', `/v1/staff/invitations/${open}/send`, {}],
    ['an invitation that stands, taken back', 403, 'DELETE', `/v1/staff/invitations/${open}`, {}],
    ['a provider, which says who somebody is', 403, 'POST', '/v1/staff/providers', provider],
    ['how everybody signs in', 403, 'PUT', '/v1/staff/sign-in-rules', { second_factor_roles: [], only_providers: false, break_glass: null }],
    ['a key that reads as a clerk does', 403, 'POST', '/v1/api-keys', key],
    ['a key that changes', 403, 'POST', '/v1/api-keys', { ...key, scopes: ['change'], purposes: ['service'] }],
  ]
  const everything = async () =>
    JSON.stringify([
      (await admin.call('GET', '/v1/staff')).body,
      (await admin.call('GET', '/v1/roles')).body,
      (await admin.call('GET', '/v1/api-keys')).body,
      (await admin.call('GET', '/v1/staff/invitations')).body,
      (await admin.call('GET', '/v1/staff/providers')).body,
      (await admin.call('GET', '/v1/staff/sign-in-rules')).body,
    ])
  const before = await everything()
  for (const [what, status, method, path, body] of tries)
    await t.test(`no: ${what}`, async () => {
      assert.equal((await hana.call(method, path, method === 'DELETE' ? undefined : body)).status, status)
      assert.equal(await everything(), before)
    })
  await t.test('yes: what they have themselves', async () => {
    assert.equal((await hana.call('POST', '/v1/staff', { ...anyone, role: 'guest' })).status, 200)
    assert.equal((await hana.call('POST', '/v1/staff/invitations', { ...invited, role: 'guest' })).status, 200)
    assert.equal((await hana.call('PUT', '/v1/roles/porter', { ...nothing, title: { en: 'Porter', ru: 'Швейцар' }, abilities: ['work.see'] })).status, 200)
    assert.equal((await hana.call('PATCH', guest, { role: 'porter' })).status, 200)
    assert.equal((await hana.call('POST', '/v1/api-keys', { ...key, scopes: ['record'] })).status, 200)
  })
})

test('a key does no more than whoever makes it: registers and consents have scopes of their own', async (t) => {
  const house = await accessHouse(t)
  const admin = await setUpByAnna(house)
  const opened = ['contact', 'profile', 'content', 'sensitive']
  const clerks = ['customers.see', 'customers.add', 'customers.change', 'addresses.change', 'customers.tag', 'work.see', 'work.do', 'leads.work']
  const maker = { ...till, title: { en: 'IT', ru: 'ИТ' }, abilities: ['keys.manage', ...clerks], sees: opened, changes: opened }
  assert.equal((await admin.call('PUT', '/v1/roles/it', maker)).status, 200)
  const { browser: ivan } = await person(house, admin, 'it', 'ivan@example.org')
  const make = async (scope: string) =>
    (await ivan.call('POST', '/v1/api-keys', { kind: 'secret', title: 'Shop', source: 'shop', scopes: [scope], purposes: ['service'] })).status
  assert.deepEqual(await Promise.all(['registers', 'consents', 'import', 'read', 'change', 'record'].map(make)), [403, 403, 403, 200, 200, 200])
  await admin.call('PUT', '/v1/roles/it', { ...maker, abilities: [...maker.abilities, 'registers.keep'], from: 1 })
  assert.equal(await make('registers'), 200)
})

test('whoever works with their own units manages only those who work there', async (t) => {
  const house = await accessHouse(t)
  const admin = await setUpByAnna(house)
  const unit = (code: string, parent: string | null) =>
    sql`insert into keep.unit (unit_id, code, title, created_at, parent)
      values (${code.length}, ${code}, ${JSON.stringify({ en: code, ru: code })}, ${house.clock.now()}, ${parent})`.execute(house.store)
  for (const [code, parent] of [
    ['north', null],
    ['till', 'north'],
    ['southern', null],
  ] as const)
    await unit(code, parent)
  const shop = { ...till, scope: 'own', customers: 'units' }
  await admin.call('PUT', '/v1/roles/shop', shop)
  assert.equal((await admin.call('PUT', '/v1/roles/head', { ...shop, abilities: [...shop.abilities, 'staff.manage'] })).status, 200)
  const at = async (role: string, email: string, units: string[]) => {
    const made = await person(house, admin, role, email)
    assert.equal((await admin.call('PATCH', made.path, { units })).status, 200)
    return made
  }
  const { browser: head } = await at('head', 'head@example.org', ['north'])
  const own = await at('shop', 'own@example.org', ['till'])
  const others = [
    await at('shop', 'far@example.org', ['southern']),
    await at('shop', 'both@example.org', ['till', 'southern']),
    await at('shop', 'none@example.org', []),
  ]
  const deeds: readonly [method: string, path: string, body?: object][] = [
    ['POST', '/reset', {}],
    ['DELETE', '/second-factor'],
    ['DELETE', '/sessions'],
    ['PATCH', '', { units: ['north'] }],
    ['DELETE', ''],
  ]
  for (const [method, path, body] of deeds)
    await t.test(`${method} /v1/staff/:staff_id${path}`, async () => {
      for (const other of others) assert.equal((await head.call(method, other.path + path, body)).status, 403)
      assert.equal((await head.call(method, own.path + path, body)).status, 200)
    })
  await t.test('and their list says so before it is tried', async () => {
    const listed = itemsOf((await head.call('GET', '/v1/staff')).body).map((one) => [one.email, one.manageable])
    assert.deepEqual(Object.fromEntries(listed), {
      'anna@example.org': false,
      'head@example.org': true,
      'own@example.org': true,
      'far@example.org': false,
      'both@example.org': false,
      'none@example.org': false,
    })
    const sessions = itemsOf((await head.call('GET', '/v1/staff/sessions')).body)
    assert.deepEqual(new Set(sessions.filter((one) => one.may_end).map((one) => one.staff.name)), new Set(['head@example.org']))
    const far = sessions.find((one) => one.staff.name === 'far@example.org')
    assert.equal((await head.call('DELETE', `/v1/staff/sessions/${far.id}`)).status, 403)
  })
})

test('POST /v1/roles/:role/retire: not in use, not built in, and no race gives anybody a role that is gone', async (t) => {
  const house = await accessHouse(t)
  const admin = await setUpByAnna(house)
  const { path } = await person(house, admin, 'clerk', 'ben@example.org')
  for (let round = 0; round < 5; round++) {
    const code = `till${round}`
    await admin.call('PUT', `/v1/roles/${code}`, till)
    const [given, retired] = await Promise.all([admin.call('PATCH', path, { role: code }), admin.call('POST', `/v1/roles/${code}/retire`, {})])
    assert.deepEqual(given.status === 200 ? [200, 409] : [400, 200], [given.status, retired.status])
  }
  assert.equal((await admin.call('POST', '/v1/roles/clerk/retire', {})).status, 409)
  assert.equal((await admin.call('POST', '/v1/roles/none/retire', {})).status, 404)
  await admin.call('PUT', '/v1/roles/brief', till)
  await admin.call('PATCH', path, { role: 'brief' })
  assert.equal((await admin.call('POST', '/v1/roles/brief/retire', {})).status, 409)
  assert.equal((await admin.call('POST', '/v1/roles/brief/retire', { to: 'brief' })).status, 400)
  assert.equal((await admin.call('POST', '/v1/roles/brief/retire', { to: 'none' })).status, 400)
  assert.equal((await roleIn(admin, 'brief'))?.holders, 1, 'nothing is half-done')
  assert.equal((await admin.call('POST', '/v1/roles/brief/retire', { to: 'clerk' })).status, 200)
  assert.deepEqual([(await roleIn(admin, 'brief'))?.holders, (await roleIn(admin, 'clerk'))?.holders], [undefined, 1])
  await admin.call('PUT', '/v1/roles/old', till)
  assert.deepEqual((await admin.call('POST', '/v1/roles/old/retire', {})).body, { changed: true })
  assert.deepEqual((await admin.call('POST', '/v1/roles/old/retire', {})).body, { changed: false })
  assert.equal((await admin.call('PUT', '/v1/roles/old', { ...till, from: 1 })).status, 409)
  assert.equal((await admin.call('PATCH', path, { role: 'old' })).status, 400)
  assert.equal(await roleIn(admin, 'old'), undefined)
})

test('an administrator always stays, whoever acts at the same moment', async (t) => {
  const house = await accessHouse(t)
  const admin = await setUpByAnna(house)
  const { browser: ben, path: toBen } = await person(house, admin, 'admin', 'ben@example.org')
  const [anna] = itemsOf((await admin.call('GET', '/v1/staff')).body)
  const both = await Promise.all([admin.call('PATCH', toBen, { role: 'clerk' }), ben.call('PATCH', `/v1/staff/${anna.id}`, { role: 'clerk' })])
  assert.deepEqual(both.map((one) => one.status).sort(), [200, 403])
  assert.equal((await house.db.selectFrom('keep.staff').select('staff_id').where('role', '=', 'admin').execute()).length, 1)
})
