import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { before, describe, test } from 'node:test'
import * as access from '../../src/keep/access/contract.ts'
import * as analysis from '../../src/office/analyst/contract.ts'
import { openAnalyst } from '../../src/office/analyst/index.ts'
import { readCard } from '../../src/office/console/contract.ts'
import * as insight from '../../src/office/insight/contract.ts'
import * as reports from '../../src/office/reports/contract.ts'
import { openDb, sql } from '../../src/platform/db/index.ts'
import { homeAt, secretOf } from '../../src/platform/launcher/index.ts'
import { runFolders } from '../../src/platform/run-folder.ts'
import { type Client, type Product, startProduct } from '../product.ts'
import { ask } from '../town/demo/visitor.ts'
import { until } from '../until.ts'

// Facts asked by SQL, on the whole product: what is recorded is there a moment later, nobody has a name, and each question is on record.

describe('analysis', () => {
  const ends: (() => unknown)[] = []
  let product: Product
  let admin: Client
  const password = 'a long password of Olga'

  before(async () => {
    product = await startProduct({ after: (end: () => unknown) => ends.push(end) } as never)
    admin = await product.setUp()
  })
  test.after(async () => {
    for (const end of ends.reverse()) await end()
  })

  const count = async () =>
    (await ask(admin, analysis.askSql, { body: { sql: `select count(*) from interaction where kind = 'order'`, limit: 10 } })).rows[0]?.[0]
  const record = async (key: string, who: string, n: number) => {
    const event = {
      kind: 'order',
      channel: 'shop',
      external_id: `o${n}`,
      at: '2026-10-01T10:00:00Z',
      amount: { minor: 500, currency: 'RUB' },
      customer: { identifiers: [{ kind: 'email', value: who }], fields: { surname: 'Зимина' } },
    }
    const response = await fetch(`${product.url}/v1/interactions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
      body: JSON.stringify({ interactions: [event] }),
    })
    assert.equal(response.status, 200, await response.text())
  }

  test('POST /v1/analysis/sql, POST /v1/analysis/stop, GET /v1/analysis/questions and GET /v1/analysis are for those who may, and one question at a time', async () => {
    for (const role of ['clerk', 'marketer'] as const) {
      await ask(admin, access.addStaff, { body: { name: role, email: `${role}@shop.example`, password, role } })
      const other = product.client()
      assert.equal((await other.api('POST', '/v1/session', { email: `${role}@shop.example`, password })).status, 200)
      assert.equal((await other.api('POST', '/v1/analysis/sql', { sql: 'select 1' })).status, 403)
      assert.equal((await other.api('GET', '/v1/analysis')).status, 403)
      assert.equal((await other.api('POST', '/v1/analysis/stop', {})).status, 403)
      assert.equal((await other.api('GET', '/v1/analysis/questions')).status, 403)
    }
    assert.equal((await product.client().api('POST', '/v1/analysis/sql', { sql: 'select 1' })).status, 401)
    await until('the copy stands', async () => (await admin.api('GET', '/v1/analysis')).text.includes('"following"'))
    for (const bad of ['', 'drop table subject', 'select 1; select 2', `select * from read_text('/etc/hostname')`]) {
      const said = await admin.api('POST', '/v1/analysis/sql', { sql: bad })
      assert.equal(said.status, 400, bad)
      assert.match(said.text, /"place":"(body\.)?sql"/)
    }
    assert.match((await admin.api('POST', '/v1/analysis/sql', { sql: 'select nothing_here\nfrom subject' })).text, /line 1: Binder Error/)
    assert.deepEqual(await ask(admin, analysis.stopSql, { body: {} }), { stopped: 0 })
    const { items } = await ask(admin, analysis.listQuestions, {})
    assert.deepEqual(
      [items[0]?.sql, items[0]?.rows, items.find((one) => one.sql === 'drop table subject')?.rows],
      ['select nothing_here\nfrom subject', null, null],
    )
    await ask(admin, access.addStaff, { body: { name: 'Analyst', email: 'analyst@shop.example', password, role: 'analyst' } })
    const analyst = product.client()
    await analyst.api('POST', '/v1/session', { email: 'analyst@shop.example', password })
    assert.deepEqual((await ask(analyst, analysis.listQuestions, {})).items, [], 'nobody sees what a colleague asked')
  })

  test('what is recorded is counted a moment later, whoever objects is not, and each question is on record', async () => {
    const { secret: key } = await ask(admin, access.addKey, { body: { kind: 'secret', title: 'till', source: 'till', scopes: ['record'] } })
    await record(key, 'zimina@shop.example', 1)
    await record(key, 'petrov@shop.example', 2)
    await until('both are counted', async () => (await count()) === 2)
    const everything = (await ask(admin, analysis.askSql, { body: { sql: 'select * from subject, interaction', limit: 100 } })).rows
    assert.ok(everything.length > 0)
    assert.doesNotMatch(JSON.stringify(everything), /Зимина|zimina/i)
    const owner = openDb<Record<string, never>>({ url: product.databaseUrl('owner'), max: 1 })
    try {
      await sql`insert into fact.objection (customer_id, purpose) select min(customer_id), 'analysis' from fact.interaction where kind = 'order'`.execute(owner)
      assert.equal(await count(), 1, 'at once')
      const { rows } = await sql<{ sql: string; rows: number }>`select sql, rows from office.analysis_question order by question_id`.execute(owner)
      assert.ok(rows.some((row) => row.sql === 'drop table subject' && row.rows === null))
      assert.ok(rows.some((row) => row.sql === 'select * from subject, interaction' && row.rows === everything.length))
      assert.match((await admin.api('GET', '/v1/audit?act=analysis.asked')).text, /"act":"analysis.asked"/)
      await sql`delete from fact.objection`.execute(owner)
    } finally {
      await owner.destroy()
    }
  })

  test('GET /v1/reports/choices and POST /v1/reports/ask: figures for whoever makes reports, in the words of the company', async () => {
    const clerk = product.client()
    await clerk.api('POST', '/v1/session', { email: 'clerk@shop.example', password })
    const question = { measure: 'purchases' as const, by: ['month' as const], span: { last: 1, unit: 'year' as const } }
    for (const [method, path, body] of [
      ['GET', '/v1/reports/choices', undefined],
      ['POST', '/v1/reports/ask', { question }],
      ['GET', '/v1/reports', undefined],
      ['GET', '/v1/reports/ways', undefined],
    ] as const)
      assert.equal((await clerk.api(method, path, body)).status, 403, path)
    const choices = await ask(admin, reports.reportChoices, {})
    assert.ok(choices.kinds.some(({ kind }) => kind === 'order'))
    const two = await ask(admin, reports.askReport, { body: { question } })
    assert.deepEqual(two.of === 'figures' && [two.rows, two.totals, two.withheld], [[], [], 1], 'two people are too few')
    const bad = await admin.api('POST', '/v1/reports/ask', { question: { ...question, by: ['month', 'day'] } })
    assert.deepEqual([bad.status, /"place":"question.by"/.test(bad.text)], [400, true])
  })

  test('GET /v1/reports/ways: nothing of a few, and nothing before a run', async () => {
    const ways = await ask(admin, reports.readWays, {})
    assert.deepEqual([ways.totals, ways.paths, ways.last, ways.questions, ways.withheld], [null, [], [], [], 0])
  })

  test('GET /v1/reports/:report_id and POST /v1/reports, PUT /v1/reports/:report_id, DELETE /v1/reports/:report_id, PUT /v1/reports/:report_id/pin, GET /v1/reports: saved, shared by role, changed by one at a time', async () => {
    const body = {
      title: ' Sales  by month ',
      question: { measure: 'revenue' as const, by: ['month' as const], span: { last: 12, unit: 'month' as const } },
      look: 'bars' as const,
    }
    const made = await ask(admin, reports.addReport, { body })
    assert.deepEqual(
      [made.title, made.version, made.editable, made.pinned, made.question],
      ['Sales by month', 1, true, false, { ...body.question, audience: null }],
    )
    const marketer = product.client()
    await marketer.api('POST', '/v1/session', { email: 'marketer@shop.example', password })
    const at = { params: { report_id: made.id } }
    const theirs = async () => (await ask(marketer, reports.listReports, {})).items.map(({ title }) => title)
    assert.deepEqual(await theirs(), [])
    assert.equal((await marketer.api('GET', `/v1/reports/${made.id}`)).status, 404)
    const change = (version: number, shared: 'private' | { roles: string[] }) => admin.api('PUT', `/v1/reports/${made.id}`, { ...body, shared, version })
    assert.equal((await change(1, { roles: ['marketer'] })).status, 200)
    assert.equal((await change(1, 'private')).status, 409, 'changed meanwhile')
    assert.deepEqual(await theirs(), ['Sales by month'])
    assert.equal((await ask(marketer, reports.readReport, at)).editable, false)
    assert.equal((await marketer.api('PUT', `/v1/reports/${made.id}`, { ...body, version: 2 })).status, 403)
    assert.equal((await marketer.api('DELETE', `/v1/reports/${made.id}`)).status, 403)
    await ask(marketer, reports.pinReport, { ...at, body: { pinned: true } })
    const pinned = async (who: Client) => (await ask(who, reports.listReports, { query: { pinned: 'true' } })).items.length
    assert.deepEqual([await pinned(marketer), await pinned(admin)], [1, 0], 'a dashboard is one’s own')
    for (const title of ['anna@shop.example', '+7 916 123-45-67', ' '])
      assert.equal((await admin.api('POST', '/v1/reports', { ...body, title })).status, 400, title)
    await ask(admin, reports.removeReport, at)
    assert.deepEqual([await theirs(), await pinned(marketer)], [[], 0])
  })

  test('GET /v1/insight/runs, POST /v1/insight/runs, GET /v1/insight/runs/:run_id, POST /v1/insight/runs/:run_id/stop', async () => {
    assert.equal((await admin.api('GET', '/v1/insight/runs/last')).status, 404, 'none has ended yet')
    const clerk = product.client()
    assert.equal((await clerk.api('POST', '/v1/session', { email: 'clerk@shop.example', password: 'a long password of Olga' })).status, 200)
    assert.equal((await clerk.api('POST', '/v1/insight/runs', {})).status, 403)
    let id = ''
    // Who objected a moment ago and does so no more is counted again within two seconds.
    await until('nobody objects any more', async () => {
      const begun = await ask(admin, insight.startRun, { body: {} })
      id = begun.id
      assert.deepEqual([begun.by, begun.began], ['staff', true])
      await until('it is done', async () => (await ask(admin, insight.readRun, { params: { run_id: id } })).state === 'done')
      return (await ask(admin, insight.readRun, { params: { run_id: id } })).customers === 2
    })
    const run = await ask(admin, insight.readRun, { params: { run_id: 'last' } })
    assert.deepEqual([run.id, run.progress, run.customers, run.figures?.check], [id, 1, 2, { why: 'too_few' }])
    assert.equal((await ask(admin, insight.listRuns, {})).items[0]?.id, id)
    assert.equal((await admin.api('POST', `/v1/insight/runs/${id}/stop`, {})).status, 409)
    assert.equal((await admin.api('GET', '/v1/insight/runs/mr_nothing')).status, 404)
  })

  test('GET /v1/insight/values, GET /v1/insight/migration, GET /v1/insight/rising, GET /v1/insight/fallen, GET /v1/customers/:customer_id/insight', async () => {
    const values = await ask(admin, insight.readValues, {})
    assert.deepEqual([values.count, values.total, values.unsaid], [0, null, [{ why: 'no_repeats', count: 2 }]])
    assert.equal((await admin.api('GET', '/v1/insight/values?currency=rubles')).status, 400)
    const { counts, alarm } = await ask(admin, insight.readMigration, {})
    assert.deepEqual([counts.length, alarm.share, alarm.unusual], [4, null, false])
    assert.deepEqual((await ask(admin, insight.listRising, {})).items, [])
    assert.deepEqual((await ask(admin, insight.listFallen, {})).items, [])
    const [zimina] = Object(JSON.parse((await admin.api('GET', '/v1/customers?search=Зимина')).text)).items
    const told = await ask(admin, insight.readInsight, { params: { customer_id: String(Object(zimina).id) } })
    assert.deepEqual([told.why, told.items.find((one) => one.kind === 'value')?.why], [null, 'no_repeats'])
    const onCard = await ask(admin, readCard, { params: { customer_id: String(Object(zimina).id) } })
    assert.deepEqual(onCard.insight, told, 'the card says the same')
    assert.equal((await admin.api('GET', '/v1/customers/c_nobody/insight')).status, 404)
  })

  test('by its socket the copy is proven, made anew and written to files; the health page knows it', async () => {
    const home = homeAt(product.home)
    const analyst = openAnalyst({ socket: join(runFolders(home.run)[0] ?? '', 'analyst.sock'), secret: secretOf(home, 'analyst') })
    const folder = mkdtempSync(join(tmpdir(), 'rapport-files-'))
    try {
      assert.deepEqual((await analyst.ask('prove', {})).differences, [])
      await analyst.ask('rebuild', {})
      assert.equal((await analyst.ask('prove', {})).equal, true)
      await analyst.ask('parquet', { folder, month: '2026-10' })
      assert.deepEqual(readdirSync(join(folder, 'interaction')), ['2026-10.parquet'])
      const [{ behind_s }] = [await ask(admin, analysis.readAnalysis, {})]
      assert.ok(behind_s !== null && behind_s < 60)
      assert.match((await admin.api('GET', '/v1/health/details')).text, /"code":"analyst","state":"up"/)
    } finally {
      analyst.close()
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
