import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from '../../platform/db/index.ts'
import { goneKey } from '../customers/index.ts'
import { keepGone } from '../keyring/index.ts'
import { deedOf } from '../receipts/index.ts'
import { openImporting } from './testing.ts'

// Lists of people for audiences: who of the customers stands in a file, and nothing else of it.

const own = { preset: 'list', title: 'Visitors of the fair', purpose: 'marketing', origin: 'own' }

test('a list says who of its lines is a customer, and why not; the same person is in it once, and of the file nothing stays', async (t) => {
  const on = await openImporting(t)
  await keepGone(on.keyring, [goneKey(on.keyring, { kind: 'email', value: 'gone@x.example' })], 1)
  const contacts = await on.upload('E-mail;Телефон;Имя\nanna@x.example;+79161230001;Анна\npetr@x.example;+79161230002;Пётр\nvera@x.example;;Вера\n')
  await on.act(contacts.id, 'run')
  // Of two people one telephone: it points at nobody alone.
  await sql`update keep.identifier set shared = true where digest = ${on.keyring.digest('phone', '+79161230002')}`.execute(on.tables)
  await sql`insert into keep.claim (customer_id, kind, digest, sealed, why, at)
    select (select customer_id from keep.identifier where digest = ${on.keyring.digest('email', 'vera@x.example')}), kind, digest, sealed, 'shared', first_seen
    from keep.identifier where digest = ${on.keyring.digest('phone', '+79161230002')}`.execute(on.tables)

  const file = `Почта;Телефон;Заметка
anna@x.example;;первая
;8 916 123-00-01;она же
ANNA@x.example ;;и ещё раз
petr@x.example;;
anna@x.example;;
vera@x.example,anna@x.example;;двое в одной строке
;8 916 123-00-02;общий телефон
stranger@x.example;;
gone@x.example;;
не почта;;
;;пусто
`
  const uploaded = await on.upload(file, own)
  assert.deepEqual(uploaded.list, { title: own.title, purpose: 'marketing', origin: 'own', people: null })
  const checked = await on.act(uploaded.id, 'dry-run')
  assert.deepEqual((await sql`select 1 from fact.people_list_member`.execute(on.tables)).rows, [], 'a dry run puts nobody in')
  const done = await on.act(uploaded.id, 'run')
  assert.equal(done.state, 'done', JSON.stringify(done.trouble))
  assert.deepEqual(done.counts, checked.dry_run)
  assert.equal(done.counts?.rows, 11)
  assert.equal(done.counts?.recorded, 2)
  assert.deepEqual(done.counts?.rejected_by, { bad_email: 1, nobody: 1, twice: 3, ambiguous: 2, unknown: 1, refused: 1 })
  assert.deepEqual([done.reconciliation?.agrees, done.list?.people], [true, 2])
  const hours = (Date.parse(done.file_until ?? '') - Date.now()) / 3_600_000
  assert.ok(hours > 23 && hours < 25, 'the file is kept for a day, to be put right')
  const rejected = await (await on.call('GET', `/v1/imports/${uploaded.id}/rejected.csv`)).text()
  assert.match(rejected, /stranger@x\.example/)
  assert.match(rejected, /points at several customers/)
  assert.doesNotMatch(rejected, /petr@x\.example/)

  const { rows: receipts } = await sql<{ customer_id: number; operation: string; fields: string[]; activity: string; purpose: string }>`
    select r.customer_id, c.operation, c.fields, c.activity, c.purpose from keep.receipt r join keep.receipt_codes c using (codes_id) where r.activity_id is not null`.execute(
    on.tables,
  )
  assert.deepEqual([receipts.length, receipts[0]?.purpose, receipts[0] && deedOf(receipts[0])], [2, 'marketing', 'listed'], 'each finds it in their journal')
  const { rows: said } = await sql<{
    said: string
  }>`select to_jsonb(l)::text || (select string_agg(to_jsonb(m)::text, '') from fact.people_list_member m) as said from fact.people_list l`.execute(on.tables)
  assert.doesNotMatch(said[0]?.said ?? '', /@|7916/)

  const undone = await on.act(uploaded.id, 'undo')
  assert.equal(undone.state, 'undone')
  assert.deepEqual((await sql`select 1 from fact.people_list_member`.execute(on.tables)).rows, [])
  assert.equal((await sql<{ n: number }>`select count(*)::int as n from keep.customer where status = 'known'`.execute(on.tables)).rows[0]?.n, 3)
})

test('a list that nobody may use, or that says nothing, is refused in a sentence', async (t) => {
  const on = await openImporting(t)
  const refused = async (said: { [name: string]: string }, file = 'E-mail\na@x.example\n') => {
    const query = new URLSearchParams(JSON.parse(JSON.stringify({ ...own, ...said })))
    const response = await on.call('POST', `/v1/imports?${query}`, Buffer.from(file))
    return [response.status, (JSON.parse(await response.text()) as { detail: string }).detail] as const
  }
  assert.match((await refused({ origin: 'bought' }))[1], /never agreed to hear from you/)
  assert.match((await refused({ purpose: 'fortune_telling' }))[1], /there is no purpose/)
  assert.deepEqual(await refused({}, ''), [400, 'The file is empty.'])
  const without = (name: string) => Object.fromEntries(Object.entries(own).filter(([key]) => key !== name))
  for (const name of ['title', 'purpose', 'origin'])
    assert.match(
      await (await on.call('POST', `/v1/imports?${new URLSearchParams(without(name))}`, Buffer.from('E-mail\na@x.example\n'))).text(),
      new RegExp(name),
    )

  const mixed = await on.upload('a@x.example\n+7 916 123-00-09\nбез адреса\n', own)
  assert.deepEqual(Object.values(mixed.mapping?.columns ?? {}), ['address'])
  const names = await on.upload('Имя;Город\nАнна;Тверь\nПётр;Омск\n', own)
  const run = await on.call('POST', `/v1/imports/${names.id}/run`)
  assert.equal(run.status, 400)
  assert.match(await run.text(), /say which column is email or phone or customer_number/)
  const other = await on.call('PUT', `/v1/imports/${names.id}/mapping`, { ...names.mapping, preset: 'contacts' })
  assert.match(await other.text(), /a list of people stays one/)
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from fact.people_list where complete_at is not null`.execute(on.tables)
  assert.equal(rows[0]?.n, 0)
})

test('twenty thousand pasted lines without a header are matched, mail and telephones side by side', async (t) => {
  const on = await openImporting(t)
  const contacts = await on.upload(`E-mail;Телефон\n${Array.from({ length: 300 }, (_, i) => `p${i}@x.example;+7916${String(2_000_000 + i)}`).join('\n')}\n`, {
    preset: 'contacts',
  })
  await on.act(contacts.id, 'run')
  const lines = Array.from({ length: 20_000 }, (_, i) => (i % 2 ? `p${i}@x.example` : `8916${String(2_000_000 + i)}`))
  const uploaded = await on.upload(`${lines.join('\n')}\n`, own)
  const done = await on.act(uploaded.id, 'run')
  assert.equal(done.state, 'done', JSON.stringify(done.trouble))
  assert.deepEqual([done.counts?.rows, done.list?.people, done.counts?.rejected_by.unknown], [20_000, 300, 19_700])
})
