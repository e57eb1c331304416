import assert from 'node:assert/strict'
import { test } from 'node:test'
import iconv from 'iconv-lite'
import { openDb, sql } from '../../platform/db/index.ts'
import { zipOf } from '../courier/fixtures/workbook.ts'
import { type Importing, openImporting } from './testing.ts'

// How a file is read can be said where it was found out wrongly; what new people become is said of the whole file.

const people = 'Имя;E-mail;Город\nАнна Белова;anna@belova.example;Тверь\nПётр Ким;petr@kim.example;Омск\n'

const sentence = async (answer: Response) => JSON.parse(await answer.text()).detail

async function roles(on: Importing) {
  const rows = await sql<{ role: string }>`select role from keep.customer order by customer_id`.execute(on.tables)
  return rows.rows.map((row) => row.role)
}

/** A workbook of the sheets Old and New, each with one contact of its name. */
function twoSheets(): Buffer {
  const cell = (text: string) => `<c t="inlineStr"><is><t>${text}</t></is></c>`
  const sheet = (name: string) =>
    `<worksheet><sheetData><row r="1">${cell('Имя')}${cell('E-mail')}</row><row r="2">${cell(name)}${cell(`${name}@x.example`)}</row></sheetData></worksheet>`
  const target = (n: number) => `<Relationship Id="r${n}" Target="worksheets/sheet${n}.xml"/>`
  return zipOf([
    {
      name: 'xl/workbook.xml',
      text: '<workbook xmlns:r="x"><sheets><sheet name="Old" sheetId="1" r:id="r1"/><sheet name="New" sheetId="2" r:id="r2"/></sheets></workbook>',
    },
    { name: 'xl/_rels/workbook.xml.rels', text: `<Relationships>${target(1)}${target(2)}</Relationships>` },
    { name: 'xl/worksheets/sheet1.xml', text: sheet('old') },
    { name: 'xl/worksheets/sheet2.xml', text: sheet('new') },
  ])
}

test('PUT /v1/imports/:id/form: another encoding and another delimiter give other columns, guessed anew', async (t) => {
  const on = await openImporting(t)
  const uploaded = await on.upload(iconv.encode(people, 'windows-1251'))
  const at = `/v1/imports/${uploaded.id}`
  const as = async (form: object) => {
    const answer = await on.call('PUT', `${at}/form`, form)
    assert.equal(answer.status, 200)
    return on.get(uploaded.id)
  }
  assert.deepEqual(
    uploaded.columns.map((c) => c.header),
    ['Имя', 'E-mail', 'Город'],
  )
  const wrong = await as({ encoding: 'koi8-r' })
  assert.equal(wrong.form?.encoding, 'koi8-r')
  assert.notEqual(wrong.columns[0]?.header, 'Имя', 'read as it was asked to be, however it looks')
  const one = await as({ encoding: 'windows-1251', delimiter: '|' })
  assert.deepEqual(
    one.columns.map((c) => c.header),
    ['Имя;E-mail;Город'],
  )
  await on.act(uploaded.id, 'dry-run').catch(() => undefined)
  const right = await as({})
  assert.deepEqual([right.form?.encoding, right.form?.delimiter, right.state, right.mapped_by], ['windows-1251', ';', 'uploaded', 'guess'])
  assert.deepEqual(right.columns[2]?.samples, ['Тверь', 'Омск'])
  const stop = await as({ preset: 'suppression' })
  assert.deepEqual([stop.mapping?.preset, Object.values(stop.mapping?.columns ?? {})], ['suppression', [null, 'email', null]])
  await as({ preset: 'contacts' })
  const done = await on.act(uploaded.id, 'run')
  assert.equal(done.counts?.recorded, 2, 'the run reads it so too')
  const late = await on.call('PUT', `${at}/form`, { delimiter: ',' })
  assert.equal(late.status, 409, 'what is in is in')
})

test('a sheet can be chosen; what a file does not have is refused with its place', async (t) => {
  const on = await openImporting(t)
  const uploaded = await on.upload(twoSheets())
  const at = `/v1/imports/${uploaded.id}/form`
  assert.deepEqual([uploaded.form?.sheet, uploaded.form?.sheets], ['Old', ['Old', 'New']])
  const other = JSON.parse(await (await on.call('PUT', at, { sheet: 'New' })).text())
  assert.deepEqual([other.form.sheet, other.columns[0].samples], ['New', ['new']])
  for (const [body, said] of [
    [{ encoding: 'utf-8' }, /only a text file has an encoding/],
    [{ sheet: 'None' }, /sheet/i],
    [{ encoding: 'latin-7' }, /encoding/],
  ] as const) {
    const answer = await on.call('PUT', at, body)
    assert.equal(answer.status, 400, JSON.stringify(body))
    assert.match(await sentence(answer), said)
  }
  assert.equal((await on.get(uploaded.id)).form?.sheet, 'New', 'a refusal changes nothing')
  const csv = await on.upload(people)
  assert.match(await sentence(await on.call('PUT', `/v1/imports/${csv.id}/form`, { sheet: 'New' })), /only a workbook has sheets/)
})

test('a whole file comes in as leads; who is here stays what they are, and a column of roles goes first', async (t) => {
  const on = await openImporting(t)
  await on.act((await on.upload('Name,Email\nAnna Bell,anna@bell.example\n')).id, 'run')
  const file = 'Name,Email,Role\nAnna Bell,anna@bell.example,\nPete Kim,pete@kim.example,\nMill,mill@mill.example,supplier\nPete Kim,pete@kim.example,\n'
  const uploaded = await on.upload(file, { role: 'lead' })
  assert.deepEqual([uploaded.mapping?.preset, uploaded.mapping?.role], ['contacts', 'lead'])
  await on.map(uploaded.id, { duplicates: 'update' })
  const done = await on.act(uploaded.id, 'run')
  assert.equal(done.counts?.rejected, 0)
  assert.deepEqual(await roles(on), ['customer', 'lead', 'supplier'])
  await on.act(uploaded.id, 'undo')
  assert.deepEqual(await roles(on), ['customer'])
  const again = await on.upload(file)
  assert.equal(again.mapping?.role, 'lead', 'remembered with the columns')
  assert.equal((await on.call('POST', '/v1/imports?role=friend', Buffer.from(file))).status, 400)
})

test('whoever brought a file is told how it ended, and a program is not', async (t) => {
  const on = await openImporting(t)
  const owner = openDb({ url: on.store.url.owner, max: 1 })
  t.after(() => owner.destroy())
  const jobs = async () =>
    (await sql<{ payload: unknown }>`select payload from office_jobs._private_jobs order by id`.execute(owner)).rows.map((r) => r.payload)
  const uploaded = await on.upload(people)
  await on.act(uploaded.id, 'run')
  assert.deepEqual(await jobs(), [], 'by a key')
  const mine = await on.upload(`${people}Никто;;\n`)
  await sql`update keep.import set by_kind = 'staff', by_id = 7`.execute(on.tables)
  await on.act(mine.id, 'run')
  const [told] = await jobs()
  assert.partialDeepStrictEqual(told, { to: [7], kind: 'import_done', subject: { kind: 'import' }, facts: { state: 'done', rows: 3, rejected: 1 } })
  await on.act(mine.id, 'undo')
  assert.partialDeepStrictEqual((await jobs())[1], { to: [7], facts: { state: 'undone' } })
})
