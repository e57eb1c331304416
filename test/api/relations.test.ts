import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as access from '../../src/keep/access/contract.ts'
import { openCustomerSession } from '../../src/keep/access/index.ts'
import * as terms from '../../src/keep/terms/contract.ts'
import * as console_ from '../../src/office/console/contract.ts'
import * as portal from '../../src/office/portal/contract.ts'
import { opaque } from '../../src/platform/ids/index.ts'
import { withClient } from '../../src/platform/launcher/index.ts'
import { insideKeep, secretOf } from '../attack/inside.ts'
import { startProduct } from '../product.ts'
import { ask } from '../town/demo/visitor.ts'

test('how customers stand to each other, and how each of the two sees it: GET /v1/my/relations, GET /v1/my/relations/changes, PATCH /v1/customers/:customer_id/relations/:relation_id, DELETE /v1/customers/:customer_id/relations/:relation_id, GET /v1/customers/:customer_id/relations/changes', async (t) => {
  const product = await startProduct(t)
  const admin = await product.setUp()
  const enter = async (kind: 'person' | 'organisation', fields: Record<string, string>) =>
    (await ask(admin, console_.addCustomer, { body: { kind, fields, identifiers: [] } })).id
  const [mill, group] = [await enter('organisation', { org_name: 'Мельница' }), await enter('organisation', { org_name: 'Хлебный холдинг' })]
  const [anna, boris] = [await enter('person', { surname: 'Белова', name: 'Анна' }), await enter('person', { surname: 'Орлов', name: 'Борис' })]
  const password = 'a long password of a marketer'
  await ask(admin, access.addStaff, { body: { name: 'Mark', email: 'mark@shop.example', password, role: 'marketer' } })
  const mark = product.client()
  await mark.api('POST', '/v1/session', { email: 'mark@shop.example', password })
  const inside = (text: string) => withClient(product.databaseUrl('keep'), (client) => client.query(text))
  const numberOf = (id: string) => opaque(secretOf(product, 'ids')).read('customer', id)
  const cardOf = (id: string) => ask(admin, console_.readCard, { params: { customer_id: id }, query: {} })
  const html = '<img src=x onerror=alert(1)> закупки 💐'
  let works = ''

  await t.test('who may not see them relates nobody; bad input gets its place', async () => {
    const path = `/v1/customers/${anna}/relations`
    assert.equal((await product.api('POST', path, { other_id: mill, kind: 'employer' })).status, 401)
    assert.equal((await mark.api('POST', path, { other_id: mill, kind: 'employer' })).status, 403)
    for (const [body, place] of [
      [{ other_id: mill, kind: 'enemy' }, 'kind'],
      [{ other_id: mill, kind: 'part_of' }, 'kind'],
      [{ other_id: mill, kind: 'employer', position: 'я'.repeat(10_000) }, 'position'],
      [{ other_id: mill, kind: 'employer', position: ' ' }, 'position'],
      [{ other_id: mill, kind: 'employer', since: '2026-02-31' }, 'since'],
      [{ other_id: mill, kind: 'employer', since: '1026-02-01' }, 'since'],
      [{ other_id: mill, kind: 'employer', since: '2026-02-01', until: '2025-02-01' }, 'until'],
    ] as const) {
      const answer = await admin.api('POST', path, body)
      assert.equal(answer.status, 400, JSON.stringify(body))
      assert.ok(answer.text.includes(`"place":"${place}"`), answer.text)
    }
    assert.equal((await admin.api('POST', path, { other_id: 'c_AAAAAAAAAAAAAAAAAAAAAA', kind: 'family' })).status, 404)
    assert.deepEqual((await cardOf(anna)).relations, [])
  })

  await t.test('people of an organisation are seen from both sides, with what they do there and since when', async () => {
    const body = { other_id: mill, kind: 'employer' as const, position: html, since: '2024-03-01' }
    works = (await ask(admin, console_.addRelation, { params: { customer_id: anna }, body })).id
    await ask(admin, console_.addRelation, { params: { customer_id: boris }, body: { ...body, position: 'Директор', title: 'head' } })
    await ask(admin, console_.addRelation, { params: { customer_id: mill }, body: { other_id: group, kind: 'part_of' } })
    const hers = (await cardOf(anna)).relations
    assert.deepEqual(
      hers.map((r) => [r.id, r.kind, r.direction, r.other.name?.full, r.position, r.since, r.until]),
      [[works, 'employer', 'to', 'Мельница', html, '2024-03-01', null]],
    )
    const card = await cardOf(mill)
    assert.deepEqual(
      card.people.map((r) => [r.other.name?.full, r.role, r.position, r.since]).toSorted(),
      [
        ['Белова Анна', null, html, '2024-03-01'],
        ['Орлов Борис', 'head', 'Директор', '2024-03-01'],
      ].toSorted(),
    )
    assert.deepEqual(
      card.relations.map((r) => [r.kind, r.direction, r.other.name?.full]),
      [['part_of', 'to', 'Хлебный холдинг']],
    )
    assert.equal((await cardOf(group)).relations[0]?.direction, 'from')
  })

  await t.test('changed from either side, ended with a day and taken back; another’s relation is nobody’s', async () => {
    const params = { customer_id: mill, relation_id: works }
    await ask(admin, console_.changeRelation, { params, body: { position: 'Бухгалтер' } })
    await ask(admin, console_.changeRelation, { params: { ...params, customer_id: anna }, body: { until: '2026-11-30' } })
    assert.deepEqual(
      (await cardOf(anna)).relations.map((r) => [r.position, r.since, r.until]),
      [['Бухгалтер', '2024-03-01', '2026-11-30']],
    )
    assert.equal((await admin.api('PATCH', `/v1/customers/${boris}/relations/${works}`, { until: null })).status, 404)
    assert.equal((await admin.api('DELETE', `/v1/customers/${boris}/relations/${works}`)).status, 404)
    assert.equal((await admin.api('PATCH', `/v1/customers/${anna}/relations/${works}`, { until: '2020-01-01' })).status, 400)
    assert.equal((await mark.api('PATCH', `/v1/customers/${anna}/relations/${works}`, { until: null })).status, 403)
    await ask(admin, console_.changeRelation, { params, body: { until: null } })
    assert.equal((await cardOf(mill)).people.find((r) => r.id === works)?.until, null)
  })

  await t.test('each change is kept with how it stood, and both customers have it in their journal', async () => {
    const changes = async (id: string) => (await ask(admin, console_.listRelationChanges, { params: { customer_id: id }, query: {} })).items
    assert.deepEqual(
      (await changes(anna)).map((c) => [c.what, c.position, c.until, c.other.name?.full, c.by.name]),
      [
        ['resumed', 'Бухгалтер', null, 'Мельница', 'Vera Glavnaya'],
        ['ended', 'Бухгалтер', '2026-11-30', 'Мельница', 'Vera Glavnaya'],
        ['changed', 'Бухгалтер', null, 'Мельница', 'Vera Glavnaya'],
        ['made', html, null, 'Мельница', 'Vera Glavnaya'],
      ],
    )
    assert.equal((await changes(mill)).length, 6)
    for (const id of [anna, mill]) {
      const { items } = await ask(admin, console_.listLooks, { params: { customer_id: id }, query: {} })
      assert.ok(
        items.some((look) => look.operation === 'write' && look.fields.toSorted().join() === 'position,relation'),
        JSON.stringify(items),
      )
    }
    const { rows } = await inside(`select encode(sealed, 'hex') as kept from keep.relation where sealed is not null`)
    for (const { kept } of rows) assert.ok(!/Бухгалтер|Директор/.test(Buffer.from(kept, 'hex').toString('utf8')), 'sealed')
  })

  const keep = await insideKeep(t, product, new Date())
  const asCustomer = async (id: string, message?: number) => {
    const session = { customer: numberOf(id) ?? -1, device: 'test', ...(message === undefined ? {} : { message }) }
    const { token } = await openCustomerSession(keep, session, new Date())
    const cookie = `rapport_customer=${token}`
    return {
      get: (path: string) => product.api('GET', path, undefined, { cookie }),
      post: (path: string, body: object) => product.api('POST', path, body, { cookie }),
    }
  }

  await t.test('each of the two sees it on their own page: an organisation by its name, what they do there, who wrote it; nobody else by any', async () => {
    assert.equal((await product.api('GET', '/v1/my/relations')).status, 401)
    await ask(admin, console_.addRelation, { params: { customer_id: anna }, body: { other_id: boris, kind: 'household', position: 'за стенкой' } })
    const [she, he, they] = [await asCustomer(anna), await asCustomer(boris), await asCustomer(mill)]
    const seen = (text: unknown) =>
      portal.listMyRelations.output.parse(text).items.map((r) => [r.kind, r.direction, r.other.kind, r.other.name, r.position, r.since, r.by])
    const hers = await she.get('/v1/my/relations')
    assert.deepEqual(seen(hers.body), [
      ['household', 'to', 'person', null, 'за стенкой', null, 'staff'],
      ['employer', 'to', 'organisation', 'Мельница', 'Бухгалтер', '2024-03-01', 'staff'],
    ])
    const his = await he.get('/v1/my/relations')
    assert.deepEqual(seen(his.body), [
      ['household', 'from', 'person', null, null, null, 'staff'],
      ['employer', 'to', 'organisation', 'Мельница', 'Директор', '2024-03-01', 'staff'],
    ])
    const mills = await they.get('/v1/my/relations')
    assert.deepEqual(seen(mills.body), [
      ['part_of', 'to', 'organisation', 'Хлебный холдинг', null, null, 'staff'],
      ['employer', 'from', 'person', null, null, '2024-03-01', 'staff'],
      ['employer', 'from', 'person', null, null, '2024-03-01', 'staff'],
    ])
    const changes = await she.get('/v1/my/relations/changes')
    assert.deepEqual(
      portal.listMyRelationChanges.output.parse(changes.body).items.map((c) => [c.what, c.other.name, c.position, c.until]),
      [
        ['made', null, 'за стенкой', null],
        ['resumed', 'Мельница', 'Бухгалтер', null],
        ['ended', 'Мельница', 'Бухгалтер', '2026-11-30'],
        ['changed', 'Мельница', 'Бухгалтер', null],
        ['made', 'Мельница', html, null],
      ],
    )
    for (const { text } of [hers, changes]) assert.doesNotMatch(text, /Орлов|Борис|Vera/)
    assert.doesNotMatch(mills.text, /Белова|Орлов|Бухгалтер|Директор/)
    const forwarded = await (await asCustomer(anna, 1)).get('/v1/my/relations')
    assert.deepEqual(portal.listMyRelations.output.parse(forwarded.body).items, [], 'whoever a letter was forwarded to sees none of it')
  })

  await t.test('whose name was shown so has it in their journal, as somebody’s who belongs to them; a sole trader is a person and has none', async () => {
    const own = portal.listMyUses.output.parse((await (await asCustomer(mill)).get('/v1/my/uses')).body).items
    const look = own.find(({ actor }) => actor.role === 'related')
    assert.deepEqual([look?.actor.kind, look?.purpose.code, look?.fields.toSorted()], ['customer', 'own_view', ['legal_form', 'name']])
    const { items } = await ask(admin, console_.listLooks, { params: { customer_id: mill }, query: {} })
    assert.ok(!items.some(({ actor }) => actor.role === 'related'), 'colleagues are not told when customers look at their pages')
    const write = (field: string, value: string) => ask(admin, console_.writeField, { params: { customer_id: mill, field }, body: { value } })
    for (const [field, person, firm] of [
      ['legal_form', 'ip', 'ooo'],
      ['org_name', 'ИП Мельница Инна', 'Мельница'],
    ] as const) {
      await write(field, person)
      assert.doesNotMatch((await (await asCustomer(anna)).get('/v1/my/relations')).text, /Мельница/, field)
      await write(field, firm)
    }
    assert.match((await (await asCustomer(anna)).get('/v1/my/relations')).text, /Мельница/)
    const pages = portal.listMyUses.output.parse((await (await asCustomer(anna)).get('/v1/my/uses')).body).items
    assert.equal(pages.filter(({ fields }) => fields.includes('page')).length, 1, 'one look at one’s own page is one use, whatever it is made of')
    await inside(`update keep.customer set status = 'restricted' where customer_id = ${numberOf(mill)}`)
    assert.doesNotMatch((await (await asCustomer(anna)).get('/v1/my/relations')).text, /Мельница/, 'nor one that asked not to be used')
    await inside(`update keep.customer set status = 'known' where customer_id = ${numberOf(mill)}`)
  })

  await t.test('somebody one may not see is there without a name and without what they do', async () => {
    await inside(`update keep.customer set status = 'restricted' where customer_id = ${numberOf(anna)}`)
    const people = (await cardOf(mill)).people
    const hidden = people.find((r) => r.other.id === anna)
    assert.deepEqual([hidden?.other.name, hidden?.other.hidden, hidden?.position, hidden?.role], [null, 'restricted', null, null])
    assert.equal((await admin.api('PATCH', `/v1/customers/${mill}/relations/${works}`, { position: 'x' })).status, 403)
    assert.equal((await admin.api('DELETE', `/v1/customers/${mill}/relations/${works}`)).status, 403)
    const { text } = await admin.api('GET', `/v1/customers/${mill}/relations/changes`)
    assert.doesNotMatch(text, /Белова|Бухгалтер|onerror/)
    await inside(`update keep.customer set status = 'known' where customer_id = ${numberOf(anna)}`)
  })

  await t.test('a mistake is taken away, and that it stood is kept', async () => {
    await ask(admin, console_.removeRelation, { params: { customer_id: mill, relation_id: works } })
    assert.deepEqual(
      (await cardOf(anna)).relations.map((r) => r.kind),
      ['household'],
    )
    const { items } = await ask(admin, console_.listRelationChanges, { params: { customer_id: anna }, query: { limit: 1 } })
    assert.equal(items[0]?.what, 'removed')
  })

  await t.test('a guardian speaks for a child until the birthday; the child cannot do it for them', async () => {
    const birth = `${new Date().getUTCFullYear() - 10}-02-28`
    const mira = await enter('person', { surname: 'Орлова', name: 'Мира', birth_date: birth })
    const params = { customer_id: mira }
    const ward = { said: [{ ward: { purpose: 'marketing', allowed: true } }] }
    const entered = { road: 'in_person' as const, words: 'Отец: пусть приходит', ...ward }
    assert.equal((await ask(admin, console_.readTerms, { params: { customer_id: boris } })).child, null)
    await assert.rejects(ask(admin, console_.sayForCustomer, { params, body: entered }), /no guardian on their card/)
    await ask(admin, console_.addRelation, { params, body: { other_id: boris, kind: 'guardian' } })
    await assert.rejects(ask(admin, console_.sayForCustomer, { params, body: { ...entered, words: '' } }), /their words/)
    const hers = await asCustomer(mira)
    const until = `${Number(birth.slice(0, 4)) + 14}-02-28`
    assert.deepEqual(portal.readMyPage.output.parse((await hers.get('/v1/my/page')).body).terms.child, { until, guardian: true, allowed: [] })
    assert.deepEqual((await ask(admin, console_.sayForCustomer, { params, body: entered })).child, { until, guardian: true, allowed: ['marketing'] })
    await ask(admin, console_.writeField, { params: { ...params, field: 'birth_date' }, body: { value: '1980-02-28' } })
    assert.equal((await ask(admin, console_.readTerms, { params })).child, null, 'a birth date that was wrong')
  })

  await t.test(
    'GET /v1/my/wards, POST /v1/my/wards/:ward_id/terms: a guardian signs in as themself, allows what is theirs to allow, and is named in the child’s journal',
    async () => {
      const day = (years: number, days = 0) => new Date(Date.now() - days * 86_400_000 - years * 365.25 * 86_400_000).toISOString().slice(0, 10)
      const lev = await enter('person', { surname: 'Орлов', name: 'Лев', birth_date: day(9) })
      const other = await enter('person', { surname: 'Чужая', name: 'Рита', birth_date: day(9) })
      const credit = {
        code: 'credit',
        title: { en: 'Credit', ru: 'Рассрочка' },
        description: { en: 'Whether goods are given on credit', ru: 'Давать ли товар в рассрочку' },
        dpv: 'dpv:ServiceProvision' as const,
        legal_basis: 'contract' as const,
        retention: 'relationship|P3Y',
        weighs: true,
        context: 'lending',
      }
      await ask(admin, terms.registerPurpose, { body: { ...credit, categories: ['contact', 'record'], fields: ['*'], roles: ['admin'] } })
      await ask(admin, console_.addRelation, { params: { customer_id: lev }, body: { other_id: boris, kind: 'guardian' } })
      const [he, child, stranger] = [await asCustomer(boris), await asCustomer(lev), await asCustomer(anna)]
      const wardsOf = async (who = he) => portal.listMyWards.output.parse((await who.get('/v1/my/wards')).body).wards
      const say = (id: string, said: object[], who = he) => who.post(`/v1/my/wards/${id}/terms`, { said })
      const marketing = (allowed: boolean) => ({ ward: { purpose: 'marketing', allowed } })
      const allowed = async () => (await ask(admin, console_.readTerms, { params: { customer_id: lev } })).child?.allowed

      const [seen] = await wardsOf()
      assert.deepEqual([seen?.name, (await wardsOf()).length], ['Лев', 1], 'their own child and no other')
      const purposeOf = (code: string) => seen?.purposes.find((p) => p.code === code)
      assert.deepEqual([purposeOf('marketing')?.may, purposeOf('marketing')?.own, purposeOf('credit')?.may], [true, 'not_given', false])
      assert.equal(purposeOf('service'), undefined, 'what the child asks for is answered without it')
      const id = seen?.id ?? ''

      assert.equal((await product.api('GET', '/v1/my/wards')).status, 401)
      assert.equal((await (await asCustomer(boris, 1)).get('/v1/my/wards')).status, 403, 'a link may have been forwarded')
      assert.deepEqual([await wardsOf(stranger), await wardsOf(child)], [[], []])
      const opened = opaque(secretOf(product, 'ids'))
      const none = await say('wd_AAAAAAAAAAAAAAAAAAAAAA', [marketing(true)])
      for (const [who, whose] of [
        [stranger, id],
        [child, id],
        [he, opened.show('ward', numberOf(other) ?? 0)],
        [he, lev],
      ] as const) {
        const refused = await say(whose, [marketing(true)], who)
        assert.deepEqual([refused.status, Object(refused.body)['detail']], [none.status, Object(none.body)['detail']])
      }
      assert.equal(none.status, 404)

      // Something of what is said is not theirs to give: a sentence, and nothing of the rest is done.
      const term = { term: { purpose: 'marketing', channel: 'email', topic: null, allowed: true } }
      for (const [one, status, sentence] of [
        [{ ward: { purpose: 'credit', allowed: true } }, 400, /Decisions that weigh on a person are not made about a child/],
        [{ ward: { purpose: 'service', allowed: true } }, 400, /nobody has to allow it/],
        [{ ward: { purpose: 'nothing', allowed: true } }, 400, /There is no such purpose/],
        [term, 403, /their own yes, the child says on their own page/],
        [{ stop: false }, 403, /the child says on their own page/],
      ] as const) {
        const refused = await say(id, [marketing(true), one])
        assert.equal(refused.status, status, refused.text)
        assert.match(refused.text, sentence)
      }
      assert.deepEqual(await allowed(), [])
      assert.equal((await child.post('/v1/my/terms', { said: [marketing(true)] })).status, 403, 'the child cannot say it for them')

      const said = await say(id, [marketing(true)])
      assert.equal(said.status, 200, said.text)
      assert.deepEqual(await allowed(), ['marketing'])
      const journal = portal.listMyUses.output.parse((await child.get('/v1/my/uses')).body).items
      const deeds = journal.filter(({ actor }) => actor.role === 'guardian').map(({ actor, deed, purpose }) => [actor.kind, deed, purpose.code])
      assert.deepEqual(deeds.sort(), [
        ['customer', 'consent', 'marketing'],
        ['customer', 'page', 'own_view'],
      ])
      const { rows } =
        await inside(`select c.actor, c.role, c.on_behalf, r.actor_id, r.on_behalf_id from keep.receipt r join keep.receipt_codes c using (codes_id)
      where r.customer_id = ${numberOf(lev)} and c.role = 'guardian'`)
      for (const row of rows)
        assert.deepEqual([row.actor, row.on_behalf, Number(row.actor_id), Number(row.on_behalf_id)], ['customer', 'customer', numberOf(boris), numberOf(lev)])
      assert.equal(rows.length, 2)
      assert.equal((await say(id, [marketing(false)])).status, 200)
      assert.deepEqual(await allowed(), [])

      // Who is their guardian no more, and who came of age, is so at that moment: no job has run.
      assert.equal((await say(id, [marketing(true)])).status, 200)
      await inside(`update keep.relation set until = current_date - 2 where customer_id = ${numberOf(lev)} and kind = 'guardian'`)
      assert.deepEqual([await wardsOf(), (await say(id, [marketing(false)])).status], [[], 404])
      await inside(`update keep.relation set until = null where customer_id = ${numberOf(lev)} and kind = 'guardian'`)
      assert.equal((await wardsOf()).length, 1)
      await inside(`update keep.child set consents_from = (now() at time zone 'Pacific/Kiritimati')::date where customer_id = ${numberOf(lev)}`)
      assert.deepEqual([await wardsOf(), (await say(id, [marketing(true)])).status], [[], 404])
    },
  )
})
