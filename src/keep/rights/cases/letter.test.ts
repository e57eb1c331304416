import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { openWings, type Wings } from '../../../../test/wings.ts'
import { inTransaction, sql } from '../../../platform/db/index.ts'
import { recordBatch } from '../../interactions/index.ts'
import { interactionOf } from '../../interactions/testing.ts'
import { stop, suppress } from '../../terms/index.ts'
import { answerCase, extendCase } from './answer.ts'
import { type Asked, askRight } from './ask.ts'
import { answerLetterTask, letterOf, writeOfCase } from './letter.ts'
import { findCase } from './store.ts'

// Vera has an address; what she asked and what was answered are secrets of hers that no letter repeats.

const olga = { kind: 'staff', id: 7, role: 'privacy' } as const
const by = (wings: Wings) => ({ actor: olga, device: undefined, now: wings.clock.now() })
const asks = (wings: Wings, person: number, said: Partial<Asked> = {}) => {
  const actor = said.road === undefined ? ({ kind: 'customer', id: person, role: 'customer' } as const) : olga
  const nothing = { about: null, value: null, evidence: null, file: null, mandate: null, proof: null } as const
  return askRight(wings.keep.rights.deps, { person, right: 'access', words: 'Вопрос', road: 'portal', ...nothing, ...said }, { actor, now: wings.clock.now() })
}
const answered = { outcome: 'granted', ground: null, words: 'Ответ' } as const

/** Runs what the answers asked for, as often as is said, and gives how many letters were asked for. */
async function lettersRun(wings: Wings, times = 1): Promise<number> {
  const { rows } = await sql<{ payload: unknown }>`
    with taken as (delete from keep_jobs._private_jobs j using keep_jobs._private_tasks t
      where t.id = j.task_id and t.identifier = ${answerLetterTask} returning j.payload) select payload from taken`.execute(wings.keep.db)
  const payload = z.object({ customer: z.int(), case: z.int(), news: z.enum(['answered', 'extended']) })
  for (const row of rows)
    for (let i = 0; i < times; i++) await writeOfCase(wings.keep.channels.deps, wings.keep.rights.deps.db, payload.parse(row.payload), wings.clock.now())
  return rows.length
}
/** What was caught since the last look. */
function catcher(wings: Wings) {
  const seen = new Set<string>()
  return async () => {
    await wings.keep.channels.handOverDue(wings.clock.now())
    const { items } = await wings.keep.channels.caught.list({ limit: 50, before: undefined, words: [] })
    const fresh = items.filter(({ id }) => !seen.has(String(id)))
    for (const { id } of fresh) seen.add(String(id))
    return fresh
  }
}
const letter = async (wings: Wings, id: number) => {
  const row = await findCase(wings.keep.rights.deps.db.$pickTables(), id)
  return row ? letterOf(wings.keep.rights.deps.db, row, wings.clock.now()) : undefined
}

test('whoever asked by right is told by a letter that there is an answer', async (t) => {
  const wings = await openWings(t)
  const [vera = 0, nina = 0, anna = 0] = await wings.customers(3)
  const caught = catcher(wings)

  await t.test('whoever stopped everything too, once, and it says nothing of what was asked', async () => {
    const own = { actor: { kind: 'customer', id: vera, role: 'customer' }, now: wings.clock.now(), method: 'portal' } as const
    await inTransaction(wings.keep.db, (tx) => stop({ rowIds: wings.keep.access.rowIds }, tx.$pickTables(), { customer: vera }, own))
    const row = await asks(wings, vera)
    assert.deepEqual([await lettersRun(wings), await letter(wings, row.case_id)], [0, null], 'nothing has happened yet')
    await answerCase(wings.keep.rights.deps, { person: vera, row }, answered, by(wings))
    assert.deepEqual(await letter(wings, row.case_id), { state: 'coming', by: 'email', at: null })
    assert.equal(await lettersRun(wings, 2), 1)
    const [mail, ...more] = await caught()
    assert.ok(mail)
    assert.deepEqual([more.length, mail.envelope.to, mail.subject], [0, 'c0@shop.example', `Ответ на ваш запрос № ${row.number}: Лавка`])
    assert.ok(mail.links.some(({ href }) => href === 'http://localhost/my/rights'))
    for (const secret of ['Вопрос', 'Ответ\n', 'Анна', 'Белова', 'access']) assert.equal(`${mail.subject}\n${mail.text}`.includes(secret), false, secret)
    assert.equal((await letter(wings, row.case_id))?.state, 'sent')
    const seen = await sql`select from fact.interaction where customer_id = ${vera} and kind = 'message'`.execute(wings.office.db)
    assert.equal(seen.rows.length, 0, 'colleagues who see the card do not learn of it')
  })

  await t.test(
    'that it takes longer is said too, unless the answer came meanwhile; of what is done at once only to whom a colleague entered it for',
    async () => {
      const row = await asks(wings, nina)
      await extendCase(wings.keep.rights.deps, row, 'Четыре системы', by(wings))
      assert.equal(await lettersRun(wings), 1)
      assert.deepEqual(
        (await caught()).map(({ subject }) => subject),
        [`Ответ на запрос № ${row.number} откладывается: Лавка`],
      )
      const second = await asks(wings, anna)
      await extendCase(wings.keep.rights.deps, second, 'Четыре системы', by(wings))
      await answerCase(wings.keep.rights.deps, { person: anna, row: second }, answered, by(wings))
      assert.equal(await lettersRun(wings), 2)
      assert.deepEqual(
        (await caught()).map(({ subject }) => subject),
        [`Ответ на ваш запрос № ${second.number}: Лавка`],
      )
      await asks(wings, nina, { right: 'restrict' })
      assert.equal(await lettersRun(wings), 0, 'she sees it on her page')
      const entered = await asks(wings, anna, { right: 'restrict', road: 'phone', evidence: 'She called at noon.' })
      assert.deepEqual([entered.state, await lettersRun(wings)], ['answered', 1])
      assert.equal((await caught()).length, 1, 'although nothing else may be done with her data')
    },
  )

  await t.test('by SMS where there is no e-mail, or it was stopped; by nothing where there is neither, and the desk says so', async () => {
    const phone = (i: number) => ({ kind: 'phone' as const, value: `+7912345670${i}` })
    const said = [[phone(1)], [{ kind: 'email' as const, value: 'quiet@shop.example' }, phone(2)], [{ kind: 'email' as const, value: 'lost@shop.example' }]]
    const events = said.map((identifiers) => interactionOf({ at: wings.clock.now().toISOString(), customer: { identifiers, language: 'en' } }))
    const outcomes = await recordBatch(wings.keep.recording, events, { now: wings.clock.now(), source: 'test', trust: 'secret' })
    const [by_phone = 0, quiet = 0, lost = 0] = outcomes.flatMap((o) => (o.status === 'refused' ? [] : [o.customer]))
    const at = { actor: olga, now: wings.clock.now(), method: 'phone' } as const
    await inTransaction(wings.keep.db, async (tx) => {
      await stop({ rowIds: wings.keep.access.rowIds }, tx.$pickTables(), { customer: quiet, channel: 'email' }, at)
      const digest = wings.keep.access.keyring.digest('email', 'lost@shop.example')
      await suppress(tx.$pickTables(), [{ kind: 'email', digest, reason: 'bounce' }], at)
    })
    const rows = [await asks(wings, by_phone), await asks(wings, quiet), await asks(wings, lost)]
    for (const row of rows) await answerCase(wings.keep.rights.deps, { person: row.customer_id, row }, answered, by(wings))
    assert.equal(await lettersRun(wings), 3)
    const texts = (await caught()).map(({ text, envelope }) => [envelope.to, text])
    assert.deepEqual(texts.map(([to]) => to).toSorted(), ['+79123456701', '+79123456702'])
    for (const [, text] of texts)
      assert.match(text ?? '', /^Лавка: there is news of your request no\. \d+\. Read it on your page: http:\/\/localhost\/my\/rights/)
    const told = await Promise.all(rows.map(({ case_id }) => letter(wings, case_id)))
    assert.deepEqual(
      told.map((one) => [one?.state, one?.by]),
      [
        ['sent', 'sms'],
        ['sent', 'sms'],
        ['no_address', null],
      ],
    )
  })
})
