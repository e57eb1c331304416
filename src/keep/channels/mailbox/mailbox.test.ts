import assert from 'node:assert/strict'
import { test } from 'node:test'
import { by } from '../../../../test/consenting.ts'
import { systemClock } from '../../../platform/clock.ts'
import { inTransaction, sql } from '../../../platform/db/index.ts'
import { setCap } from '../../gate/index.ts'
import { everyone, people, shop } from '../testing.ts'
import { caughtPlace, trim } from './catch.ts'
import { type Mark, mostRead, wordsOf } from './caught.ts'

// The built-in mailbox behind its screens: real letters over SMTP, from the newest to the oldest.

test('letters are listed a page at a time, found by words, and the oldest go first', async (t) => {
  const s = await shop(t)
  await people(s, [1, 2, 3])
  await inTransaction(s.home.db, (tx) => setCap(tx, { cap: 'week', scope: 'all', key: null, contacts: 50, windowS: 7 * 86_400 }, by(systemClock.now())))
  for (const contentKey of ['one', 'two', 'three']) {
    await s.send({ contentKey, customers: everyone })
    await s.done()
  }
  const { caught } = s.channels
  const page = async (before: Mark | undefined, limit: number, query = '') => {
    const { items, next } = await caught.list({ limit, before, words: wordsOf(query) })
    return { ids: items.map(({ id }) => id), to: items.map(({ envelope }) => envelope.to), next: next ?? undefined }
  }
  const { ids: all, next: none } = await page(undefined, 50)
  assert.deepEqual([all.length, none], [9, undefined])
  assert.deepEqual(await caught.count().then(({ letters, newest }) => [letters, newest?.id]), [9, all[0]])

  await t.test('pages follow each other without a gap, also when what stood at the end of one is gone', async () => {
    const first = await page(undefined, 4)
    await sql`delete from keep.mailbox_message where id = ${first.ids[3] ?? 0}`.execute(s.home.db)
    const second = await page(first.next, 4)
    const third = await page(second.next, 4)
    assert.deepEqual([...first.ids, ...second.ids, ...third.ids], all)
    assert.equal(third.next, undefined)
  })

  await t.test('each word must stand somewhere: in the address, the subject or the text; ё is е, case is none', async () => {
    assert.deepEqual(new Set((await page(undefined, 50, 'BEN@mail')).to), new Set(['ben@mail.example']))
    assert.deepEqual(new Set((await page(undefined, 50, 'анна спасибо')).to), new Set(['anna@mail.example']))
    assert.deepEqual((await page(undefined, 50, 'анна regulars')).ids, [])
    const { ids, next } = await page(undefined, 1, 'regulars')
    assert.equal(ids.length, 1)
    assert.equal((await page(next, 50, 'regulars')).ids.includes(ids[0] ?? 0), false)
  })

  await t.test('a few letters are not found in the code of a link or a proof by chance; who seeks more of it finds it', async () => {
    const { db, keyring, rowIds } = s.home
    const [id = 0] = await rowIds.next(1)
    const letter = Buffer.from(
      'Delivered-To: x@x.example\r\nSubject: Page\r\n\r\nhttps://shop.example/m/qyQk0KRNe3WfvBeN6WcZ7Ob_nbFf-SjW\r\nwq0bEN/7kP+x2Yt4vWzC9aLmQd8=\r\nLebensversicherungsgesellschaft\r\n',
    )
    await db
      .insertInto('keep.mailbox_message')
      .values({ id, at: systemClock.now(), recipient: Buffer.alloc(32), sealed: keyring.sealRecord(caughtPlace(id), letter), size: letter.length })
      .execute()
    const found = async (query: string) => (await page(undefined, 50, query)).ids.includes(id)
    for (const query of ['kRnE', '7kp', 'nbff']) assert.equal(await found(query), false, query)
    for (const query of ['shop.example', 'leben', 'RNe3Wfvb', 'https://shop.example/m/qyQk']) assert.equal(await found(query), true, query)
    await db.deleteFrom('keep.mailbox_message').where('id', '=', id).execute()
  })

  await t.test('no more is kept than was said, and the newest stay', async () => {
    await trim(s.channels.deps, 5)
    assert.deepEqual((await page(undefined, 50)).ids, [...all.slice(0, 3), ...all.slice(4, 6)])
    await trim(s.channels.deps, 5)
    assert.equal((await caught.count()).letters, 5)
  })

  await t.test('one call looks through so many letters and no more, and the next goes on where it stopped', async () => {
    const { db, keyring, rowIds } = s.home
    const [oldest] = (await page(undefined, 50)).ids.slice(-1)
    await sql`delete from keep.mailbox_message where id <> ${oldest ?? 0}`.execute(db)
    const at = systemClock.now()
    const filler = Buffer.from('Delivered-To: x@x.example\r\nSubject: Filler\r\n\r\nFiller\r\n')
    const rows = (await rowIds.next(mostRead + 20)).map((id) => {
      return { id, at, recipient: Buffer.alloc(32), sealed: keyring.sealRecord(caughtPlace(id), filler), size: filler.length }
    })
    await db.insertInto('keep.mailbox_message').values(rows).execute()
    const first = await page(undefined, 10, 'example regulars спасибо thank')
    assert.deepEqual(first.ids, [])
    assert.ok(first.next, 'there are older ones')
    const wanted = (await page(undefined, 1, 'filler')).ids
    assert.equal(wanted.length, 1)
    assert.deepEqual((await page(first.next, 10, '@mail.example')).ids, [oldest])
  })
})
