import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openWings, type Wings } from '../../../../test/wings.ts'
import { inTransaction, sql } from '../../../platform/db/index.ts'
import { AppError } from '../../../platform/errors.ts'
import { withClient } from '../../../platform/launcher/index.ts'
import { openFields, writeFields } from '../../customers/index.ts'
import { decideByRules } from '../../gate/index.ts'
import { asks, takesBack } from '../testing.ts'
import { answerCase, extendCase, takeBackCase } from './answer.ts'
import { type Asked, askRight, mostOpen } from './ask.ts'
import { standsBeside } from './beside.ts'
import { eventsOf, isWhole } from './chain.ts'
import { lift } from './own.ts'
import { findCase } from './store.ts'

const fails = (code: string, sentence?: RegExp) => (error: unknown) =>
  error instanceof AppError && error.code === code && (sentence === undefined || sentence.test(error.message))
const olga = { kind: 'staff', id: 7, role: 'privacy' } as const
const oleg = { kind: 'staff', id: 8, role: 'privacy' } as const

const asksFor = (wings: Wings, person: number, said: Partial<Asked> & Pick<Asked, 'right'>) =>
  askRight(
    wings.keep.rights.deps,
    { person, about: null, words: null, value: null, road: 'portal', evidence: null, file: null, mandate: null, proof: null, ...said },
    { actor: { kind: 'customer', id: person, role: 'customer' }, now: wings.clock.now() },
  )
const by = (wings: Wings, actor: typeof olga | typeof oleg = olga) => ({ actor, device: undefined, now: wings.clock.now() })
const granted = { outcome: 'granted', ground: null, words: null } as const
const refused = { outcome: 'refused', ground: 'correct_already', words: 'We looked at the document: it is right.' } as const
const may = async (wings: Wings, customer: number, purpose: string) => {
  const [decision] = (await decideByRules(wings.keep.db.$pickTables(), [{ customer, purpose, categories: ['record'] }], wings.clock.now())).decisions
  return decision?.decision === 'allow' ? 'allow' : (decision?.reason ?? null)
}
async function called(wings: Wings, customer: number, value: string): Promise<void> {
  const { db, keyring, rowIds } = wings.keep.rights.deps
  const written = { actor: olga, source: 'shop', now: wings.clock.now() }
  await inTransaction(db, (tx) => writeFields({ db: tx.$pickTables(), keyring, rowIds }, tx.$pickTables(), [{ customer, field: 'surname', value }], written))
}
const surname = async (wings: Wings, customer: number) => {
  const { db, keyring } = wings.keep.rights.deps
  return (await openFields({ db: db.$pickTables(), keyring }, [customer], ['surname'])).get(customer)?.get('surname')
}
const namedInQuality = async (wings: Wings, customer: number) =>
  (await sql<{ fields: string[] }>`select fields from fact.quality where customer_id = ${customer}`.execute(wings.keep.db)).rows.flatMap((row) => row.fields)
const wrongName = { right: 'rectify', about: { kind: 'field', name: 'surname' }, value: 'Белова', words: 'Я вышла замуж.' } as const

test('a correction that is accepted stands as its person’s own; one that is refused leaves their words beside it', async (t) => {
  const wings = await openWings(t)
  const [vera = 0, nina = 0] = await wings.customers(2)
  for (const one of [vera, nina]) await called(wings, one, 'Иванова')
  const yes = await asksFor(wings, vera, wrongName)
  assert.deepEqual([yes.state, yes.law, yes.kind], ['open', '152fz', 'rectify'])
  assert.equal((await surname(wings, vera))?.value, 'Иванова', 'nothing changes before the answer')
  assert.deepEqual(await namedInQuality(wings, vera), [])
  await answerCase(wings.keep.rights.deps, { person: vera, row: yes }, granted, by(wings))
  const now = await surname(wings, vera)
  assert.deepEqual([now?.value, now?.source], ['Белова', 'customer'])
  assert.ok((await namedInQuality(wings, vera)).includes('surname'), 'what is known of them is said anew with it')

  const no = await asksFor(wings, nina, wrongName)
  const beside = async () => (await standsBeside(wings.keep.rights.deps, [nina], { below: undefined, limit: 10 })).map((b) => [b.about.name, b.state, b.words])
  assert.deepEqual(await beside(), [['surname', 'open', 'Я вышла замуж.']])
  await answerCase(wings.keep.rights.deps, { person: nina, row: no }, refused, by(wings))
  assert.equal((await surname(wings, nina))?.value, 'Иванова')
  assert.deepEqual(await beside(), [['surname', 'refused', 'Я вышла замуж.']])
  assert.deepEqual(await standsBeside(wings.keep.rights.deps, [vera], { below: undefined, limit: 10 }), [], 'what was corrected is contested no more')
})

test('of two who answer one case the second is told so, and what it does is done once', async (t) => {
  const wings = await openWings(t)
  const [vera = 0] = await wings.customers(1)
  await called(wings, vera, 'Иванова')
  const row = await asksFor(wings, vera, wrongName)
  const answers = await Promise.allSettled([
    answerCase(wings.keep.rights.deps, { person: vera, row }, granted, by(wings, olga)),
    answerCase(wings.keep.rights.deps, { person: vera, row }, refused, by(wings, oleg)),
  ])
  const lost = answers.filter((one) => one.status === 'rejected')
  assert.equal(lost.length, 1)
  assert.ok(lost[0] && fails('conflict', /somebody has answered/)(lost[0].reason))
  const over = await findCase(wings.keep.db.$pickTables(), row.case_id)
  assert.equal((await surname(wings, vera))?.value, over?.outcome === 'granted' ? 'Белова' : 'Иванова')
  await assert.rejects(extendCase(wings.keep.rights.deps, row, 'later', by(wings)), fails('conflict'))
  await assert.rejects(takeBackCase(wings.keep.rights.deps, { person: vera, row }, by(wings)), fails('conflict'))
})

test('what breaks off between the answer and what it does leaves neither', async (t) => {
  const wings = await openWings(t)
  const [vera = 0] = await wings.customers(1)
  await called(wings, vera, 'Иванова')
  const row = await asksFor(wings, vera, wrongName)
  // The value is written, then the answer fails, as it would when the process or the database ends there.
  await withClient(wings.store.url.admin, (client) =>
    client.query(`create function keep.break_off() returns trigger language plpgsql as 'begin raise exception ''the power went''; end';
      create trigger break_off before update on keep.rights_case for each row execute function keep.break_off()`),
  )
  await assert.rejects(answerCase(wings.keep.rights.deps, { person: vera, row }, granted, by(wings)), /the power went/)
  assert.equal((await surname(wings, vera))?.value, 'Иванова')
  assert.equal((await findCase(wings.keep.db.$pickTables(), row.case_id))?.state, 'open')
  await withClient(wings.store.url.admin, (client) => client.query('drop trigger break_off on keep.rights_case'))
  await answerCase(wings.keep.rights.deps, { person: vera, row }, granted, by(wings))
  assert.equal((await surname(wings, vera))?.value, 'Белова')
})

test('who restricts everything is used for nothing, still has their own page, and lifts it by a word; not while they are being erased', async (t) => {
  const wings = await openWings(t)
  const [vera = 0] = await wings.customers(1)
  const row = await asksFor(wings, vera, { right: 'restrict' })
  assert.deepEqual([row.state, row.outcome], ['answered', 'granted'])
  assert.deepEqual(
    [await may(wings, vera, 'service'), await may(wings, vera, 'analysis'), await may(wings, vera, 'own_view')],
    ['restricted', 'restricted', 'allow'],
  )
  await lift(wings.keep.rights.deps, { person: vera, purpose: null }, herself(wings, vera))
  assert.equal(await may(wings, vera, 'service'), 'allow')
  await assert.rejects(lift(wings.keep.rights.deps, { person: vera, purpose: null }, herself(wings, vera)), fails('conflict', /nothing to lift/))

  const erasure = await asks(wings.keep, vera, { days: 30 })
  assert.deepEqual([await may(wings, vera, 'service'), await may(wings, vera, 'own_view')], ['restricted', 'allow'])
  await assert.rejects(lift(wings.keep.rights.deps, { person: vera, purpose: null }, herself(wings, vera)), fails('conflict', /being erased/))
  await takesBack(wings.keep, erasure)
  assert.equal(await may(wings, vera, 'service'), 'allow')
})

const herself = ({ clock }: Wings, id: number) => ({ actor: { kind: 'customer', id, role: 'customer' } as const, now: clock.now() })

test('an objection holds at once where the basis gives the right; else the answer is the ground; what no word can stop waits for a person', async (t) => {
  const wings = await openWings(t)
  const [vera = 0] = await wings.customers(1)
  const object = (name: string) => asksFor(wings, vera, { right: 'object', about: { kind: 'purpose', name } })
  const said = async (name: string) => {
    const { state, outcome, ground } = await object(name)
    return [state, outcome, ground]
  }
  assert.deepEqual(await said('analysis'), ['answered', 'granted', null])
  assert.equal(await may(wings, vera, 'analysis'), 'objected')
  const objections = async () =>
    (await sql<{ purpose: string }>`select purpose from fact.objection where customer_id = ${vera}`.execute(wings.office.db)).rows.map((r) => r.purpose)
  assert.deepEqual(await objections(), ['analysis'], 'the office knows it with the answer')
  assert.deepEqual(await said('marketing'), ['answered', 'refused', 'take_back_consent'])
  assert.deepEqual(await said('service'), ['answered', 'refused', 'contract'])
  assert.deepEqual(await said('accounting'), ['answered', 'refused', 'law'])
  assert.deepEqual(await said('security'), ['open', null, null])
  await assert.rejects(object('nobody'), fails('not_found'))
  await lift(wings.keep.rights.deps, { person: vera, purpose: 'analysis' }, herself(wings, vera))
  assert.deepEqual([await may(wings, vera, 'analysis'), await objections()], ['allow', []])
})

test('a guess called wrong is quiet until a person has looked, and stays so when they were right', async (t) => {
  const wings = await openWings(t)
  const [vera = 0, nina = 0] = await wings.customers(2)
  const review = { right: 'review', about: { kind: 'guess', name: 'value_class' }, words: 'Я бываю чаще.' } as const
  const quiet = async () =>
    (await sql<{ customer_id: number }>`select customer_id from fact.contest order by 1`.execute(wings.office.db)).rows.map((row) => row.customer_id)
  const [hers, other, second] = [await asksFor(wings, vera, review), await asksFor(wings, nina, review), await asksFor(wings, nina, review)]
  assert.deepEqual(
    await quiet(),
    [vera, nina].toSorted((a, b) => a - b),
  )
  await answerCase(wings.keep.rights.deps, { person: vera, row: hers }, granted, by(wings))
  await answerCase(wings.keep.rights.deps, { person: nina, row: other }, refused, by(wings))
  assert.ok((await quiet()).includes(nina), 'she asked twice, and one still waits')
  await takeBackCase(wings.keep.rights.deps, { person: nina, row: second }, by(wings))
  assert.deepEqual(await quiet(), [vera])
})

test('a computed trait is called wrong by its name, by whoever has one', async (t) => {
  const wings = await openWings(t)
  const [vera = 0, nina = 0] = await wings.customers(2)
  const now = wings.clock.now()
  await sql`insert into office.trait_value (customer_id, trait, version, number, n, first_at, last_at, computed_at) values (${vera}, 'calls', 1, 3, 3, ${now}, ${now}, ${now})`.execute(
    wings.office.db,
  )
  const wrong = (name: string) => ({ right: 'review', about: { kind: 'guess', name } }) as const
  await assert.rejects(asksFor(wings, nina, wrong('trait:calls')), fails('not_found'))
  for (const name of ['trait:visits', 'calls', 'trait:']) await assert.rejects(asksFor(wings, vera, wrong(name)), fails('not_found'), name)
  const row = await asksFor(wings, vera, wrong('trait:calls'))
  const quiet = async () => (await sql<{ customer_id: number; about: string }>`select customer_id, about from fact.contest`.execute(wings.office.db)).rows
  assert.deepEqual(await quiet(), [{ customer_id: vera, about: 'trait:calls' }])
  await answerCase(wings.keep.rights.deps, { person: vera, row }, refused, by(wings))
  assert.deepEqual(await quiet(), [])
})

test('an answer is put off once, as far as the law lets; what was done stands in a chain that no hand changes', async (t) => {
  const wings = await openWings(t)
  const [vera = 0] = await wings.customers(1)
  const row = await asksFor(wings, vera, { right: 'access' })
  const later = await extendCase(wings.keep.rights.deps, row, 'Four systems have to be asked.', by(wings))
  assert.deepEqual(later.due_at, row.most_at)
  await assert.rejects(extendCase(wings.keep.rights.deps, row, 'again', by(wings)), fails('conflict', /put off already/))
  await answerCase(wings.keep.rights.deps, { person: vera, row }, { ...granted, words: 'Here it is.' }, by(wings))
  const events = () => eventsOf(wings.keep.db.$pickTables(), vera, row.case_id)
  assert.deepEqual([(await events()).map((e) => e.what), isWhole(await events())], [['asked', 'extended', 'answered'], true])

  const as = (url: string, text: string) => withClient(url, (client) => client.query(text))
  const { keep, admin } = wings.store.url
  await assert.rejects(as(keep, `update keep.rights_event set at = now() where customer_id = ${vera}`), /permission denied/)
  await assert.rejects(as(keep, `update keep.rights_case set ground = 'law', outcome = 'refused' where customer_id = ${vera}`), /is over/)
  await assert.rejects(as(keep, `update keep.rights_case set asked_at = now() where customer_id = ${vera}`), /permission denied/)
  await assert.rejects(
    as(
      keep,
      `insert into keep.rights_event (customer_id, case_id, seq, what, at, facts, by_kind, by_id, by_role, before_hash, hash)
        select customer_id, case_id, 4, 'answered', at, facts, by_kind, by_id, by_role, hash, hash from keep.rights_event where customer_id = ${vera} and seq = 3`,
    ),
    /rights_event_end/,
    'one end',
  )
  await as(admin, `update keep.rights_event set facts = '{"outcome": "refused"}' where customer_id = ${vera} and seq = 3`)
  assert.equal(isWhole(await events()), false)
})

test('so many wait at once and no more; who is erased or nobody asks for nothing', async (t) => {
  const wings = await openWings(t)
  const [vera = 0] = await wings.customers(1)
  for (let i = 0; i < mostOpen; i++) await asksFor(wings, vera, { right: 'complaint', words: `No. ${i}` })
  await assert.rejects(asksFor(wings, vera, { right: 'complaint', words: 'One more' }), fails('too_many', /20 requests/))
  assert.equal((await asksFor(wings, vera, { right: 'restrict' })).outcome, 'granted', 'what needs no answer is never refused for that')
  await assert.rejects(asksFor(wings, 999_999, { right: 'access' }), fails('not_found'))
  await assert.rejects(asksFor(wings, vera, { ...wrongName, about: { kind: 'field', name: 'x_none' } }), fails('not_found'))
  await assert.rejects(
    asksFor(wings, vera, { ...wrongName, about: { kind: 'field', name: 'birth_date' }, value: 'yesterday' }),
    fails('bad_input', /must be a date/),
  )
})
