import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openCustomerSession } from '../../src/keep/access/index.ts'
import * as rights from '../../src/keep/rights/contract.ts'
import * as console_ from '../../src/office/console/contract.ts'
import * as portal from '../../src/office/portal/contract.ts'
import { forChildHeader } from '../../src/platform/http/index.ts'
import { opaque } from '../../src/platform/ids/index.ts'
import { withClient } from '../../src/platform/launcher/index.ts'
import { insideKeep, secretOf } from '../attack/inside.ts'
import { startProduct } from '../product.ts'
import { endpointsOfContracts } from '../tidy/contracts.ts'
import { ask, type Visitor, visitor } from '../town/demo/visitor.ts'

// A guardian acts for a child, by the header that names the child: what they see, what they say, what they never see, and the moment it ends.

test('a guardian does for a child what the child could: x-for-child', async (t) => {
  const product = await startProduct(t)
  const admin = await product.setUp()
  const day = (years: number) => new Date(Date.now() - years * 365.25 * 86_400_000).toISOString().slice(0, 10)
  const enter = async (name: string, years: number, email: string) => {
    const body = {
      kind: 'person' as const,
      fields: { surname: 'Орлов', name, birth_date: day(years) },
      identifiers: [{ kind: 'email' as const, value: email }],
    }
    return (await ask(admin, console_.addCustomer, { body })).id
  }
  const lev = await enter('Лев', 9, 'lev@x.example')
  const rita = await enter('Рита', 9, 'rita@x.example')
  const [father, mother, aunt] = [
    await enter('Борис', 40, 'boris@x.example'),
    await enter('Мария', 38, 'maria@x.example'),
    await enter('Анна', 50, 'anna@x.example'),
  ]
  for (const other_id of [father, mother]) await ask(admin, console_.addRelation, { params: { customer_id: lev }, body: { other_id, kind: 'guardian' } })
  await ask(admin, console_.addNote, { params: { customer_id: lev }, body: { text: 'Спрашивал о щенке', kind: 'call', direction: 'in' } })

  const ids = opaque(secretOf(product, 'ids'))
  const numberOf = (id: string) => ids.read('customer', id) ?? -1
  const keep = await insideKeep(t, product, new Date())
  const inside = (text: string) => withClient(product.databaseUrl('keep'), (client) => client.query(text))
  const session = async (id: string, message?: number): Promise<Visitor> => {
    const of = { customer: numberOf(id), device: 'test', ...(message === undefined ? {} : { message }) }
    const { token } = await openCustomerSession(keep, of, new Date())
    const who = visitor(product.url)
    who.cookies.set('rapport_customer', token)
    return who
  }
  const forChild = (who: Visitor, child: string): Visitor => ({
    ...who,
    fetch: (path, init = {}) => {
      const headers = new Headers(init.headers)
      headers.set(forChildHeader, child)
      return who.fetch(path, { ...init, headers })
    },
  })
  const ward = ids.show('ward', numberOf(lev))
  const [he, she, child, stranger] = [await session(father), await session(mother), await session(lev), await session(aunt)]
  const [asHe, asShe] = [forChild(he, ward), forChild(she, ward)]
  const endpoints = await endpointsOfContracts()
  const open = endpoints.filter(({ who }) => who === 'customer_or_guardian')
  const own = endpoints.filter(({ who }) => who === 'customer')
  const call = async (who: Visitor, { method, path }: (typeof endpoints)[number]) => {
    const answer = await who.fetch(path.replaceAll(/:\w+/g, 'none'), {
      method,
      ...(method === 'GET' ? {} : { body: '{}', headers: { 'content-type': 'application/json' } }),
    })
    return { status: answer.status, detail: Object(await answer.json().catch(() => null))['detail'] }
  }
  /** All that guardians may ask is answered so to this one. */
  const allAnswer = async (who: Visitor, status: number) => {
    for (const endpoint of open) {
      const answer = await call(who, endpoint)
      assert.equal(answer.status, status, `${endpoint.method} ${endpoint.path}: ${answer.detail}`)
    }
  }

  await t.test('a stranger, the child, a forged id and a child of others get what a number gets that nobody has', async () => {
    assert.ok(open.length > 20, 'what guardians may ask')
    const none = await call(forChild(he, 'wd_AAAAAAAAAAAAAAAAAAAAAA'), { ...portal.readMyPage })
    assert.equal(none.status, 404)
    for (const [who, whose] of [
      [stranger, ward],
      [child, ward],
      [he, ids.show('ward', numberOf(rita))],
      [he, lev],
      [he, 'nonsense'],
    ] as const) {
      assert.deepEqual(await call(forChild(who, whose), { ...portal.readMyPage }), none)
      await allAnswer(forChild(who, whose), 404)
    }
    assert.equal((await call(forChild(await session(father, 1), ward), { ...portal.readMyPage })).status, 403, 'a link may have been forwarded')
    assert.equal((await call(forChild(visitor(product.url), ward), { ...portal.readMyPage })).status, 401)
  })

  await t.test('what is the child’s own is refused, and never answered with what is the guardian’s', async () => {
    for (const endpoint of own.filter(({ path }) => path.startsWith('/v1/my/') && !path.endsWith('/live'))) {
      const answer = await call(asHe, endpoint)
      assert.equal(answer.status, 403, `${endpoint.method} ${endpoint.path}`)
      assert.match(String(answer.detail), /the child’s own/, endpoint.path)
    }
  })

  await t.test('they read what is held, but not what the child said, nor what belongs to another guardian', async () => {
    const page = await ask(asHe, portal.readMyPage)
    const values = page.known.flatMap(({ fields }) => fields.map(({ value }) => value))
    assert.ok(values.includes('Лев') && page.identifiers.some(({ shown }) => shown === 'lev@x.example'))
    assert.equal((await ask(he, portal.readMyPage)).name?.address_as.includes('Лев'), false, 'without the header it is their own page')
    const { items } = await ask(asHe, portal.listMyInteractions, { query: {} })
    assert.deepEqual(
      items.map(({ kind, direction }) => [kind, direction]),
      [
        ['call', 'in'],
        ['entered', 'none'],
      ],
      'that they called, and not what of',
    )
    assert.match(await (await child.fetch('/v1/my/interactions')).text(), /щенке/, 'the child reads it')
    for (const { path } of open.filter(({ method, path }) => method === 'GET' && !path.includes(':'))) {
      const text = await (await asHe.fetch(path)).text()
      assert.doesNotMatch(text, /щенке|Мария|maria@|Борис/, path)
    }
    assert.deepEqual((await ask(asHe, portal.listMyRelations, { query: {} })).items, [], 'who else is their guardian is not theirs to read')
  })

  await t.test('they say the child’s rules; each takes back their own word and not the other’s', async () => {
    const termOf = (terms: { items: { purpose: string; channel: string; changeable: boolean; because: string | null; allowed: boolean }[] }) =>
      terms.items.find(({ purpose, channel }) => purpose === 'marketing' && channel === 'email')
    await ask(asHe, portal.sayMyRule, { body: { rule: { kind: 'cap', contacts: 1, days: 30, channel: null, topic: null } } })
    await ask(child, portal.sayMyRule, { body: { rule: { kind: 'cap', contacts: 9, days: 30, channel: null, topic: null } } })
    const { rules, cap } = (await ask(child, portal.readMyPage)).terms
    const standing = rules.filter(({ ended_at }) => ended_at === null)
    assert.deepEqual([standing.map(({ by }) => by).toSorted(), cap?.contacts], [['customer', 'guardian'], 1], 'side by side, and the narrower holds')
    const id = (by: string) => standing.find((rule) => rule.by === by)?.id ?? ''
    await assert.rejects(ask(child, portal.endMyRule, { params: { rule_id: id('guardian') }, body: {} }), /403 .*only they take it back/)
    await assert.rejects(ask(asHe, portal.endMyRule, { params: { rule_id: id('customer') }, body: {} }), /403 .*only they take it back/)
    await ask(asShe, portal.endMyRule, { params: { rule_id: id('guardian') }, body: {} })

    await ask(asHe, portal.stopEverything, { body: {} })
    await ask(child, portal.stopEverything, { body: {} })
    assert.notEqual((await ask(child, portal.undoStop, { body: {} })).stopped_at, null, 'the guardian’s stop stands')
    assert.equal((await ask(asHe, portal.undoStop, { body: {} })).stopped_at, null)
    const email = { purpose: 'marketing', channel: 'email', topic: null }
    await assert.rejects(ask(asHe, portal.setMyTerm, { body: { ...email, allowed: true } }), /403 .*their own yes/)
    await ask(asHe, portal.setMyTerm, { body: { ...email, allowed: false } })
    const seen = termOf((await ask(child, portal.readMyPage)).terms)
    assert.deepEqual([seen?.allowed, seen?.changeable, seen?.because], [false, false, 'guardian'])
    assert.deepEqual(
      [(await ask(asShe, portal.setMyTerm, { body: { ...email, allowed: true } })).stops, termOf((await ask(child, portal.readMyPage)).terms)?.changeable],
      [[], true],
    )
    await assert.rejects(ask(asHe, portal.answerMyQuestion, { params: { question_id: 'none' }, body: { yes: true } }), /404/)
  })

  await t.test('they use the child’s rights; whose words they are reads them, and the journal says who acted for whom', async () => {
    const about = { kind: 'field' as const, name: 'surname' }
    const asked = await ask(asHe, rights.askMyRight, { body: { right: 'rectify', about, words: 'Его мать пишет иначе', value: 'Орлова' } })
    assert.equal(asked.words, 'Его мать пишет иначе')
    const [hers] = (await ask(asShe, rights.listMyRights, { query: {} })).items
    assert.deepEqual([hers?.id, hers?.words, hers?.value], [asked.id, null, null], 'another guardian sees that, not what')
    const [childs] = (await ask(child, rights.listMyRights, { query: {} })).items
    assert.deepEqual([childs?.id, childs?.entered_by], [asked.id, 'guardian'])
    await assert.rejects(ask(child, rights.takeBackMyRight, { params: { case_id: asked.id }, body: {} }), /403 .*only they take it back/)
    await ask(asShe, rights.takeBackMyRight, { params: { case_id: asked.id }, body: {} })

    await ask(child, rights.askMyRight, { body: { right: 'restrict', about: null, words: null, value: null } })
    await assert.rejects(ask(asHe, rights.liftMyRight, { body: { purpose: null } }), /403 .*only they take it back/)
    await ask(child, rights.liftMyRight, { body: { purpose: null } })
    await assert.rejects(ask(asHe, rights.askMyErasure, { body: { seen: 'x', days: 30, words: null } }), /403/, 'whoever erases shows first who they are')

    const { items } = await ask(child, portal.listMyUses, { query: { limit: 200 } })
    const deeds = new Set(items.filter(({ actor }) => actor.role === 'guardian').map(({ deed }) => deed))
    for (const deed of ['page', 'terms', 'ask_right'] as const) assert.ok(deeds.has(deed), deed)
    const { rows } =
      await inside(`select distinct c.actor, c.on_behalf, r.on_behalf_id, r.actor_id from keep.receipt r join keep.receipt_codes c using (codes_id)
      where r.customer_id = ${numberOf(lev)} and c.role = 'guardian'`)
    assert.deepEqual(
      rows.map((row) => [row.actor, row.on_behalf, Number(row.on_behalf_id), Number(row.actor_id)]).toSorted((a, b) => Number(a[3]) - Number(b[3])),
      [father, mother].map((id) => ['customer', 'customer', numberOf(lev), numberOf(id)]).toSorted((a, b) => Number(a[3]) - Number(b[3])),
    )
    const others = await inside(
      `select from keep.receipt r join keep.receipt_codes c using (codes_id) where r.customer_id = ${numberOf(father)} and c.operation = 'write' and c.actor = 'customer'`,
    )
    assert.equal(others.rows.length, 0, 'nothing of it was done to themselves')
  })

  await t.test('it ends with the relation, and on the day the child comes of age, whether or not a job ran', async () => {
    await inside(
      `update keep.relation set until = current_date - 2 where customer_id = ${numberOf(lev)} and kind = 'guardian' and other_id = ${numberOf(father)}`,
    )
    await allAnswer(asHe, 404)
    await ask(asShe, portal.stopEverything, { body: {} })
    await inside(`update keep.child set consents_from = (now() at time zone 'Pacific/Kiritimati')::date where customer_id = ${numberOf(lev)}`)
    await allAnswer(asShe, 404)
    assert.equal((await ask(child, portal.undoStop, { body: {} })).stopped_at, null, 'grown, they take back what was said for them')
  })
})
