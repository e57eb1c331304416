import assert from 'node:assert/strict'
import test, { type TestContext } from 'node:test'
import { testStore } from '../../../test/store.ts'
import { type Db, openDb, sql } from '../../platform/db/index.ts'
import { heldBy, tagCustomers, untagCustomers } from './index.ts'
import { mostTags } from './shapes.ts'
import type { OwnershipTables } from './tables.ts'
import { addTag, changeTag, listTags, mergeTags, restoreTag, retireTag } from './tags.ts'
import { checkedTitle } from './title.ts'

const now = new Date('2026-11-21T12:00:00Z')
const [anna, annasSecondId, boris] = [10, 11, 20]
const [vera, olga] = [1, 2]

async function office(t: TestContext) {
  const store = await testStore(t)
  const keep = openDb<Record<string, never>>({ url: store.url.keep, max: 2 })
  const db: Db<OwnershipTables> = openDb({ url: store.url.office, max: 4 })
  t.after(() => Promise.all([keep.destroy(), db.destroy()]))
  for (const [id, person] of [
    [anna, anna],
    [annasSecondId, anna],
    [boris, boris],
  ])
    await sql`insert into fact.derived (customer_id, person, kind, role, status, batch) values (${id}, ${person}, 'person', 'customer', 'known', 1)`.execute(
      keep,
    )
  let last = 0
  const tag = (title: string) => addTag(db, { tag: ++last, title, colour: 'blue', by: vera, now })
  const tagsOf = async (customer: number) => ((await heldBy(db, [customer])).get(customer)?.tags ?? []).map((each) => each.title)
  return { db, keep, tag, tagsOf }
}

test('a tag is put on a person once, whichever of their ids it is said of, and comes off all of them', async (t) => {
  const { db, tag, tagsOf } = await office(t)
  const regular = await tag('Постоянный')
  const put = { tag: regular.tag_id, by: vera, now }
  assert.deepEqual(await tagCustomers(db, { ...put, customers: [annasSecondId, boris] }), [anna, boris])
  assert.deepEqual(await tagCustomers(db, { ...put, customers: [anna, annasSecondId, boris] }), [], 'they have it')
  assert.deepEqual(await tagsOf(anna), ['Постоянный'])
  assert.deepEqual(await tagsOf(annasSecondId), ['Постоянный'])
  // Before the two were joined it was said of the second.
  await sql`update office.customer_tag set customer_id = ${annasSecondId} where customer_id = ${anna}`.execute(db)
  assert.deepEqual(await tagCustomers(db, { ...put, customers: [anna] }), [], 'the person has it already')
  assert.deepEqual(await untagCustomers(db, { customers: [anna], tag: regular.tag_id }), [anna])
  assert.deepEqual(await tagsOf(annasSecondId), [])
  assert.deepEqual(await tagsOf(boris), ['Постоянный'])
  assert.deepEqual(await untagCustomers(db, { customers: [anna, 999], tag: regular.tag_id }), [])
})

test('who looks after a person is what the facts of their root say, whichever of their ids is asked for', async (t) => {
  const { db, keep } = await office(t)
  await sql`update fact.derived set units = '{north,till}', owner_id = ${olga} where customer_id = ${anna}`.execute(keep)
  const held = await heldBy(db, [anna, annasSecondId, boris, 999])
  assert.deepEqual(
    [anna, annasSecondId, boris, 999].map((id) => [held.get(id)?.owner, held.get(id)?.units]),
    [
      [olga, ['north', 'till']],
      [olga, ['north', 'till']],
      [null, []],
      [null, []],
    ],
  )
})

test('a retired tag is not put on, stays where it is, and can come back', async (t) => {
  const { db, tag, tagsOf } = await office(t)
  const old = await tag('Осень')
  await tagCustomers(db, { customers: [anna], tag: old.tag_id, by: vera, now })
  await retireTag(db, old.tag_id, now)
  await assert.rejects(tagCustomers(db, { customers: [boris], tag: old.tag_id, by: vera, now }), /retired/)
  await assert.rejects(tagCustomers(db, { customers: [boris], tag: 404, by: vera, now }), /never there/)
  assert.deepEqual(await tagsOf(anna), ['Осень'])
  const again = await tag('осень')
  assert.notEqual(again.tag_id, old.tag_id, 'its title is free')
  await assert.rejects(restoreTag(db, old.tag_id), /Another tag has this title/)
  await changeTag(db, old.tag_id, { title: 'Осень 2025', colour: undefined })
  assert.equal((await restoreTag(db, old.tag_id)).retired_at, null)
})

test('of two tags one is made: nobody loses it, nobody has it twice', async (t) => {
  const { db, tag, tagsOf } = await office(t)
  const [vip, important] = [await tag('VIP'), await tag('Важный')]
  await tagCustomers(db, { customers: [anna, boris], tag: vip.tag_id, by: vera, now })
  await tagCustomers(db, { customers: [boris], tag: important.tag_id, by: vera, now })
  await assert.rejects(mergeTags(db, { tag: vip.tag_id, into: vip.tag_id, now }), /into itself/)
  await assert.rejects(mergeTags(db, { tag: vip.tag_id, into: 404, now }), /nothing here/)
  const { moved } = await mergeTags(db, { tag: vip.tag_id, into: important.tag_id, now })
  assert.equal(moved, 2)
  assert.deepEqual([await tagsOf(anna), await tagsOf(boris)], [['Важный'], ['Важный']])
  assert.deepEqual(
    (await listTags(db, { retired: false, after: undefined, limit: 10 })).map((each) => [each.title, each.customers]),
    [['Важный', 2]],
  )
  await assert.rejects(mergeTags(db, { tag: important.tag_id, into: vip.tag_id, now }), /retired/)
})

test('a tag that is put on while it is merged away is not left behind', async (t) => {
  const { db, tag } = await office(t)
  const [from, into] = [await tag('Из'), await tag('В')]
  const people = Array.from({ length: 40 }, (_, n) => 1000 + n)
  const puts = people.map((customer) =>
    tagCustomers(db, { customers: [customer], tag: from.tag_id, by: vera, now }).then(
      () => true,
      () => false,
    ),
  )
  const merged = mergeTags(db, { tag: from.tag_id, into: into.tag_id, now })
  const done = await Promise.all(puts)
  await merged
  const held = await heldBy(db, people)
  for (const [i, customer] of people.entries())
    assert.deepEqual(
      held.get(customer)?.tags.map((each) => each.title),
      done[i] ? ['В'] : [],
    )
})

test('the same title made by two at once is one tag, and five hundred are the most', async (t) => {
  const { db, tag } = await office(t)
  const [one, two] = await Promise.all([tag('Новый'), tag('новый')])
  assert.equal(one.tag_id, two.tag_id)
  await sql`insert into office.tag (tag_id, title, colour, made_by, created_at) select n, 'tag ' || n, 'gray', 1, ${now} from generate_series(100, ${98 + mostTags}) n`.execute(
    db,
  )
  await assert.rejects(tag('Ещё одна'), /500 tags in use/)
  assert.equal((await tag('Новый')).tag_id, one.tag_id, 'the one that is there is given')
})

test('a title is a word of the company', () => {
  assert.equal(checkedTitle('  VIP \n гости '), 'VIP гости')
  assert.equal(checkedTitle('Семья 👨‍👩‍👧'), 'Семья 👨‍👩‍👧')
  for (const bad of ['anna@example.org', '+7 912 345-67-89', '1234567', 'x'.repeat(41), ' ', 'a\u202eb', 'a\u0000b'])
    assert.throws(() => checkedTitle(bad), bad)
})
