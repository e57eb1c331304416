import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import * as access from '../../src/keep/access/contract.ts'
import * as imports from '../../src/keep/imports/contract.ts'
import * as console_ from '../../src/office/console/contract.ts'
import * as leads from '../../src/office/leads/contract.ts'
import { figuresFollowed } from '../followed.ts'
import { type Client, type Product, startProduct } from '../product.ts'
import { ask } from '../town/demo/visitor.ts'

// Who may become a customer: entered by hand, by a program, taken, called, turned down, made a customer, found to be one already,
// and all of it taken back.

describe('leads', () => {
  const ends: (() => unknown)[] = []
  let product: Product
  let admin: Client
  let clerk: Client
  let clerkId: string
  let key: string
  let readOnly: string

  before(async () => {
    product = await startProduct({ after: (end: () => unknown) => ends.push(end) } as never)
    admin = await product.setUp()
    const password = 'a long password of Olga'
    clerkId = (await ask(admin, access.addStaff, { body: { name: 'Olga', email: 'olga@shop.example', password, role: 'clerk' } })).id
    clerk = product.client()
    assert.equal((await clerk.api('POST', '/v1/session', { email: 'olga@shop.example', password })).status, 200)
    const secret = async (scopes: ('record' | 'read' | 'change')[]) =>
      (await ask(admin, access.addKey, { body: { kind: 'secret', title: 'site', source: 'site', scopes } })).secret
    key = await secret(['record', 'read', 'change'])
    readOnly = await secret(['read'])
  })
  test.after(async () => {
    for (const end of ends.reverse()) await end()
  })

  const byHand = (surname: string, email: string, more: object = {}) =>
    ask(clerk, leads.addLead, { body: { kind: 'person', fields: { surname, name: 'Инна' }, identifiers: [{ kind: 'email', value: email }], ...more } })
  const list = (query: object = {}, who = clerk) => ask(who, leads.listLeads, { query })
  const read = (customer_id: string) => ask(clerk, leads.readLead, { params: { customer_id } })
  const change = (customer_id: string, body: object) => ask(clerk, leads.changeLead, { params: { customer_id }, body })
  const reopen = (customer_id: string) => ask(clerk, leads.reopenLead, { params: { customer_id }, body: {} })
  const appears = async (look: () => ReturnType<typeof list>, tries = 1200) => {
    for (let left = tries; left > 0; left--) {
      const [first] = (await look()).items
      if (first) return first
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    throw new Error('It did not appear within two minutes.')
  }
  const roleOf = async (q: string) => (await ask(clerk, console_.search, { query: { q } })).items[0]?.role

  test('not for a stranger or an analyst, and a key that may only read changes nothing', async () => {
    const password = 'a long password of Zoe'
    await ask(admin, access.addStaff, { body: { name: 'Zoe', email: 'zoe@shop.example', password, role: 'analyst' } })
    const analyst = product.client()
    assert.equal((await analyst.api('POST', '/v1/session', { email: 'zoe@shop.example', password })).status, 200)
    const { id } = await byHand('Первых', 'first@example.org')
    const lead = `/v1/leads/${id}`
    const all: [method: string, path: string, body?: object][] = [
      ['GET', '/v1/leads'],
      ['GET', '/v1/leads/counts'],
      ['GET', lead],
      ['GET', `${lead}/changes`],
      ['POST', '/v1/leads', { kind: 'person', fields: { name: 'X' }, identifiers: [{ kind: 'email', value: 'x@example.org' }] }],
      ['PATCH', lead, { state: 'qualified' }],
      ['POST', `${lead}/convert`, {}],
      ['POST', `${lead}/disqualify`, { reason: 'spam' }],
      ['POST', `${lead}/reopen`, {}],
      ['GET', '/v1/lead-rule'],
    ]
    for (const [method, path, body] of all) {
      assert.equal((await product.api(method, path, body)).status, 401, `${method} ${path}`)
      assert.equal((await analyst.api(method, path, body)).status, 403, `${method} ${path}`)
      if (method !== 'GET') assert.equal((await product.api(method, path, body, { key: readOnly })).status, 403, `${method} ${path} by a reading key`)
    }
    assert.equal((await clerk.api('PUT', '/v1/lead-rule', { answer_minutes: 30 })).status, 403)
    assert.equal((await read(id)).state, 'new')
  })

  test('POST /v1/leads, GET /v1/lead-rule and PUT /v1/lead-rule: entered by hand, nobody’s yet, with a time for the first answer; a known address answers with whose it is', async () => {
    assert.deepEqual(await ask(admin, leads.writeLeadRule, { body: { answer_minutes: 60 } }), { answer_minutes: 60 })
    assert.deepEqual(await ask(clerk, leads.readLeadRule), { answer_minutes: 60 })
    const made = await byHand('Новикова', 'novikova@example.org', { campaign: 'spring' })
    const lead = made.lead
    assert.ok(lead)
    assert.deepEqual(
      [lead.about.name?.full, lead.source, lead.state, lead.owner, lead.campaign, lead.answered_at, lead.converted],
      ['Новикова Инна', 'hand', 'new', null, 'spring', null, null],
    )
    assert.equal(Date.parse(lead.due_at) - Date.parse(lead.came_at), 60 * 60_000)
    assert.equal(await roleOf('Новикова'), 'lead')
    const again = await byHand('Другая', 'novikova@example.org')
    assert.deepEqual([again.existed, again.belongs?.by, again.belongs?.to.id, again.lead], [true, 'email', made.id, null])
  })

  test('bad input has one sentence with its place, and nothing is half done', async () => {
    const { id } = await byHand('Ошибкина', 'oshibkina@example.org')
    const no = async (method: string, path: string, body: object | undefined, status: number, place?: string) => {
      const answer = await clerk.api(method, path, body)
      assert.equal(answer.status, status, answer.text)
      if (place) assert.match(answer.text, new RegExp(place))
    }
    await no('PATCH', `/v1/leads/${id}`, { owner_id: 's_AAAAAAAAAAAAAAAAAAAAAA' }, 404)
    await no('PATCH', `/v1/leads/${id}`, { state: 'converted' }, 400, 'state')
    await no('POST', `/v1/leads/${id}/disqualify`, { reason: 'he was rude on the phone' }, 400, 'reason')
    await no('POST', '/v1/leads/c_AAAAAAAAAAAAAAAAAAAAAA/disqualify', { reason: 'spam' }, 404)
    await no('POST', `/v1/leads/${id}/convert`, { same_as: { customer_id: id, why: 'document' } }, 400, 'into')
    await no('POST', '/v1/leads', { kind: 'person', fields: { name: 'X' }, identifiers: [{ kind: 'email', value: 'no address' }] }, 400, 'identifiers')
    await no('GET', '/v1/leads?cursor=rubbish', undefined, 400, 'cursor')
    assert.deepEqual((await read(id)).state, 'new')
  })

  test('PATCH /v1/leads/:customer_id, GET /v1/leads/:customer_id/changes: taken, called, qualified; each is a line of its history, and twice is once', async () => {
    const { id } = await byHand('Звонкова', 'zvonkova@example.org')
    const taken = await change(id, { owner_id: clerkId })
    assert.equal(taken.owner?.name, 'Olga')
    await change(id, { owner_id: clerkId })
    const called = await change(id, { answered: true })
    assert.deepEqual([called.state, called.answered_at !== null], ['working', true])
    assert.equal((await change(id, { state: 'qualified' })).state, 'qualified')
    const { items } = await ask(clerk, leads.listLeadChanges, { params: { customer_id: id } })
    assert.deepEqual(items.map((c) => [c.what, c.was, c.became, c.by?.name ?? null]).reverse(), [
      ['came', null, 'hand', null],
      ['owner', null, 'Olga', 'Olga'],
      ['answered', null, null, 'Olga'],
      ['state', 'new', 'working', 'Olga'],
      ['state', 'working', 'qualified', 'Olga'],
    ])
    assert.equal((await change(id, { answered: false })).answered_at, null, 'a slip is taken back')
  })

  test('a call that is written down is the first answer', async () => {
    const { id } = await byHand('Дозвонова', 'dozvonova@example.org')
    await ask(clerk, console_.addNote, { params: { customer_id: id }, body: { text: 'Перезвонить в мае', kind: 'call', direction: 'out' } })
    // Who comes next makes the office look; by the minute it looks by itself.
    await byHand('Следующая', 'next@example.org')
    const lead = await read(id)
    assert.deepEqual([lead.state, lead.answered_at !== null], ['working', true])
  })

  test('GET /v1/leads, GET /v1/leads/counts: who waits for an answer stands first, the one due soonest first; views, counts and pages agree', async () => {
    const counts = await ask(clerk, leads.countLeads)
    const { items } = await list({ limit: 200 })
    assert.equal(items.length, counts.open)
    const waiting = items.map((l) => l.answered_at === null)
    assert.deepEqual(
      waiting,
      waiting.toSorted((a, b) => Number(b) - Number(a)),
    )
    const due = items.filter((l) => l.answered_at === null).map((l) => l.due_at)
    assert.deepEqual(due, due.toSorted())
    assert.equal((await list({ view: 'mine', limit: 200 })).items.length, counts.mine)
    assert.equal((await list({ view: 'unassigned', limit: 200 })).items.length, counts.unassigned)
    assert.equal((await list({ view: 'new', limit: 200 })).items.length, counts.new)
    assert.equal((await list({ view: 'late' })).items.length, counts.late)
    assert.ok((await list({ source: 'hand' })).items.length > 0)
    assert.equal((await list({ source: 'form' })).items.length, 0)
    assert.deepEqual(
      (await list({ owner_id: clerkId })).items.map((l) => l.owner?.id),
      [clerkId],
    )
    const paged: string[] = []
    for (let cursor: string | undefined; ; ) {
      const page = await list({ limit: 2, ...(cursor ? { cursor } : {}) })
      paged.push(...page.items.map((l) => l.id))
      if (!page.next_cursor) break
      cursor = page.next_cursor
    }
    assert.deepEqual(
      paged,
      items.map((l) => l.id),
    )
  })

  test('POST /v1/leads/:customer_id/disqualify, POST /v1/leads/:customer_id/reopen: turned down with a reason, and taken back', async () => {
    const { id } = await byHand('Отказова', 'otkazova@example.org')
    const down = await ask(clerk, leads.disqualifyLead, { params: { customer_id: id }, body: { reason: 'no_budget' } })
    assert.deepEqual([down.state, down.reason], ['disqualified', 'no_budget'])
    assert.ok(!(await list({ limit: 200 })).items.some((l) => l.id === id))
    assert.ok((await list({ state: 'disqualified', view: 'all' })).items.some((l) => l.id === id))
    assert.equal((await clerk.api('PATCH', `/v1/leads/${id}`, { state: 'working' })).status, 409, 'closed is closed until it is reopened')
    const back = await reopen(id)
    assert.deepEqual([back.state, back.reason], ['working', null])
  })

  test('POST /v1/leads/:customer_id/convert, GET /v1/leads/:customer_id: becomes a customer by a change of role, which can be taken back', async () => {
    const { id } = await byHand('Купцова', 'kuptsova@example.org')
    const made = await ask(clerk, leads.convertLead, { params: { customer_id: id }, body: {} })
    assert.deepEqual([made.state, made.converted?.by?.name, made.joined_to], ['converted', 'Olga', null])
    assert.equal(await roleOf('Купцова'), 'customer')
    assert.equal((await ask(clerk, leads.convertLead, { params: { customer_id: id }, body: {} })).converted?.by?.name, 'Olga', 'twice is once')
    assert.equal((await clerk.api('POST', `/v1/leads/${id}/disqualify`, { reason: 'spam' })).status, 409)
    const back = await reopen(id)
    assert.deepEqual([back.state, back.converted], ['working', null])
    assert.equal(await roleOf('Купцова'), 'lead')
    const looks = await ask(clerk, console_.listLooks, { params: { customer_id: id }, query: {} })
    assert.ok(
      looks.items.some((l) => l.fields.includes('role')),
      'the change of role stands in their journal',
    )
  })

  test('turns out to be a customer: joined with that card, and separated again', async () => {
    const known = await ask(clerk, console_.addCustomer, {
      body: { kind: 'person', fields: { surname: 'Котова', name: 'Мария' }, identifiers: [{ kind: 'phone', value: '+79165550101' }] },
    })
    const { id } = await byHand('Котова', 'maria@example.org')
    const joined = await ask(clerk, leads.convertLead, { params: { customer_id: id }, body: { same_as: { customer_id: known.id, why: 'customer_said' } } })
    assert.deepEqual([joined.state, joined.joined_to?.id], ['converted', known.id])
    assert.equal((await read(known.id)).id, id, 'found by the card it was joined with')
    const back = await reopen(id)
    assert.deepEqual([back.state, back.joined_to], ['working', null])
    assert.equal((await ask(clerk, console_.listJoined, { params: { customer_id: known.id }, query: {} })).items.length, 0)
  })

  test('what was joined or separated on a card is followed', async () => {
    const known = await ask(clerk, console_.addCustomer, {
      body: { kind: 'person', fields: { surname: 'Лисина', name: 'Яна' }, identifiers: [{ kind: 'phone', value: '+79165550202' }] },
    })
    const { id } = await byHand('Лисина', 'lisina@example.org')
    await ask(clerk, console_.mergeCustomer, { params: { customer_id: id }, body: { into: known.id, why: 'same_contact' } })
    await byHand('Ещё', 'more@example.org')
    assert.deepEqual([(await read(id)).state, (await read(id)).joined_to?.id], ['converted', known.id])
    await ask(clerk, console_.unmergeCustomer, { params: { customer_id: id }, body: { why: 'mistake' } })
    await byHand('Ещё одна', 'one-more@example.org')
    assert.deepEqual([(await read(id)).state, (await read(id)).joined_to], ['working', null])
  })

  test('who comes from a program is there by itself, and the program may work on them', async () => {
    const recorded = await product.api(
      'POST',
      '/v1/interactions',
      {
        interactions: [
          {
            id: 'lead-1',
            at: new Date(Date.now() - 60_000).toISOString(),
            kind: 'question',
            channel: 'web',
            direction: 'in',
            customer: { identifiers: [{ kind: 'email', value: 'site@example.org' }], role: 'lead', fields: { name: 'Сайт' } },
          },
        ],
      },
      { key },
    )
    assert.equal(recorded.status, 200, recorded.text)
    const found = await appears(() => list({ source: 'api' }))
    const changed = await product.api('PATCH', `/v1/leads/${found.id}`, { state: 'qualified' }, { key })
    assert.equal(changed.status, 200, changed.text)
    assert.equal((await product.api('POST', `/v1/leads/${found.id}/convert`, {}, { key })).status, 200)
    const state = async () => (await read(found.id)).state
    assert.equal(await state(), 'converted')
  })

  test('a file of leads comes in as leads; taken back, those that nobody has touched go with all that was computed of them', async () => {
    const csv = 'Имя,E-mail\nФайлов Один,one@file.example\nФайлов Два,two@file.example\nФайлов Три,three@file.example\n'
    const uploaded = await admin.fetch('/v1/imports?role=lead', { method: 'POST', body: csv, headers: { 'content-type': 'text/csv' } })
    const { id } = imports.uploadImport.output.parse(await uploaded.json())
    const settled = async (verb: string, state: string) => {
      assert.equal((await admin.api('POST', `/v1/imports/${id}/${verb}`)).status, 202)
      for (let tries = 0; tries < 1200; tries++) {
        const view = imports.getImport.output.parse((await admin.api('GET', `/v1/imports/${id}`)).body)
        if (view.state === state) return view
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
      throw new Error(`The import never was ${state}.`)
    }
    const before = (await ask(clerk, leads.countLeads, {})).open
    assert.equal((await settled('run', 'done')).counts?.recorded, 3)
    const counted = async (wanted: number) => {
      for (let tries = 0; tries < 1200; tries++) {
        const { open } = await ask(clerk, leads.countLeads, {})
        if (open === wanted) return
        await new Promise((resolve) => setTimeout(resolve, 100))
      }
      throw new Error(`There never were ${wanted} open leads.`)
    }
    await counted(before + 3)
    const [first] = (await list({ source: 'import', limit: 1 })).items
    await change(first?.id ?? '', { owner_id: clerkId })
    await figuresFollowed(product.databaseUrl('owner'))
    const { undone } = await settled('undo', 'undone')
    assert.deepEqual([undone?.customers, undone?.customers_kept], [2, 1], 'the one that somebody has taken stays')
    await counted(before + 1)
  })
})
