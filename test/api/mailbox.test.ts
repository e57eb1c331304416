import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { before, describe, test } from 'node:test'
import * as access from '../../src/keep/access/contract.ts'
import * as channels from '../../src/keep/channels/contract.ts'
import * as console_ from '../../src/office/console/contract.ts'
import * as portal from '../../src/office/portal/contract.ts'
import { opaque } from '../../src/platform/ids/index.ts'
import { withClient } from '../../src/platform/launcher/index.ts'
import { type Client, type Product, startProduct } from '../product.ts'
import { lettersArrived, mailbox, openOwnPage, readLetter } from '../town/demo/customer.ts'
import { ask, type Visitor, visitor } from '../town/demo/visitor.ts'

// The built-in mailbox as its screens ask for it, in a demo as anywhere: the no before the yes.

describe('the built-in mailbox', () => {
  const ends: (() => unknown)[] = []
  let product: Product
  let admin: Client
  let anna: Visitor
  const paths = ['/v1/mailbox', '/v1/mailbox/state', '/v1/mailbox/g_x', '/v1/mailbox/g_x/html', '/v1/mailbox/g_x/source']
  const signedIn = async (role: 'privacy' | 'marketer' | 'clerk' | 'analyst'): Promise<Visitor> => {
    const who = visitor(product.url)
    const [email, password] = [`${role}@shop.example`, 'correct horse battery']
    await ask(admin, access.addStaff, { body: { name: role, email, password, role, language: 'en' } })
    await ask(who, access.signIn, { body: { email, password } })
    return who
  }
  const addressOf = ({ to }: { to: string }) => /<(.+)>$/.exec(to)?.[1]
  const askLink = async (email: string): Promise<void> => {
    const { letters } = await ask(admin, channels.readMailbox)
    await ask(visitor(product.url), access.askForLink, { body: { email } })
    assert.equal(await lettersArrived(admin, letters + 1, () => {}), letters + 1)
  }

  before(async () => {
    product = await startProduct({ after: (end: () => unknown) => ends.push(end) }, { demo: true })
    admin = await product.setUp()
    for (const [name, email] of [
      ['Анна', 'anna@x.example'],
      ['Борис', 'boris@x.example'],
    ] as const) {
      await ask(admin, console_.addCustomer, { body: { kind: 'person', fields: { name, surname: 'Белов' }, identifiers: [{ kind: 'email', value: email }] } })
    }
    anna = await openOwnPage(product.url, 'anna@x.example', admin)
  })
  test.after(async () => {
    for (const end of ends.reverse()) await end()
  })

  test('nobody, a customer, another role and another site read nothing, in a demo either', async () => {
    for (const path of paths) {
      assert.equal((await product.api('GET', path)).status, 401, path)
      assert.equal((await anna.fetch(path)).status, 401, path)
      const fromElsewhere = await admin.api('GET', path, undefined, { headers: { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' } })
      assert.equal(fromElsewhere.headers.get('access-control-allow-origin'), null, `another site reads nothing of ${path}`)
    }
    for (const role of ['privacy', 'marketer', 'clerk', 'analyst'] as const) {
      const who = await signedIn(role)
      for (const path of paths) {
        const answer = await who.fetch(path)
        assert.equal(answer.status, 403, `${role} ${path}`)
        assert.match(await answer.text(), /Your role does not include this\. An administrator can change that\./)
      }
    }
  })

  test('a cursor or a letter that is not ours, a page too long', async () => {
    for (const cursor of ['zzz', '1~g_x', '~', `99999999999999999~g_x`])
      assert.equal((await admin.api('GET', `/v1/mailbox?cursor=${cursor}`)).status, 400, cursor)
    assert.equal((await admin.api('GET', '/v1/mailbox?limit=51')).status, 400)
    for (const path of paths.slice(2)) assert.equal((await admin.api('GET', path)).status, 404, path)
  })

  test('GET /v1/mailbox/state says what it is and names nobody; GET /v1/mailbox lists and finds', async () => {
    await askLink('boris@x.example')
    const state = await ask(admin, channels.readMailbox)
    const all = await mailbox(admin)
    assert.deepEqual([state.in_use, state.letters, state.keeps, state.newest?.id], [true, 2, { letters: 5000, days: 7 }, all[0]?.id])
    assert.deepEqual(all.map(addressOf), ['boris@x.example', 'anna@x.example'])
    assert.deepEqual((await mailbox(admin, { search: 'ANNA@' })).map(addressOf), ['anna@x.example'])
    assert.deepEqual(await mailbox(admin, { search: 'nobody' }), [])
    const first = await ask(admin, channels.listMailbox, { query: { limit: 1 } })
    const second = await ask(admin, channels.listMailbox, { query: { limit: 1, cursor: first.next_cursor ?? '' } })
    assert.deepEqual([first.items[0]?.id, second.items[0]?.id, second.next_cursor], [all[0]?.id, all[1]?.id, null])
  })

  test('GET /v1/mailbox/:id: all that came with a letter; GET /v1/mailbox/:id/source and /html', async () => {
    const [listed] = await mailbox(admin, { search: 'anna@x.example' })
    const letter = await ask(admin, channels.readMailboxMessage, { params: { id: listed?.id ?? '' } })
    assert.deepEqual(letter.envelope, { from: 'hello@shop.example', to: 'anna@x.example' })
    assert.equal(letter.from, 'Книжная лавка <hello@shop.example>')
    assert.ok(letter.headers.some(({ name }) => name.toLowerCase() === 'dkim-signature'))
    assert.ok(letter.links.some(({ href }) => href.startsWith(`${product.url}/my/open#`)))
    assert.equal(letter.one_click, null, 'what was asked for cannot be refused')
    const source = await admin.fetch(channels.downloadMailboxMessage.path.replace(':id', letter.id))
    assert.equal(source.headers.get('content-type'), 'message/rfc822')
    assert.match(source.headers.get('content-disposition') ?? '', /^attachment; filename="[\d-]{10}T[\d-]{8}\.eml"$/)
    assert.match(await source.text(), /^Return-Path: <hello@shop\.example>\r\nDelivered-To: anna@x\.example\r\n/)
    const html = await admin.fetch(channels.showMailboxMessage.path.replace(':id', letter.id))
    assert.match(html.headers.get('content-security-policy') ?? '', /^default-src 'none';.*form-action 'none'; base-uri 'none'; sandbox allow-popups /)
    assert.match(await html.text(), /Белов|Анна/)
  })

  test('whoever was written to sees that an administrator saw the letter in the list and opened it', async () => {
    const uses = (await ask(anna, portal.listMyUses, { query: {} })).items.filter(({ activity }) => activity?.type === 'mailbox')
    assert.deepEqual(
      new Set(uses.map((u) => `${u.actor.role} ${u.operation} ${u.purpose.code} ${u.decision} ${u.fields.join()}`)),
      new Set(['admin list service allow letter', 'admin read service allow letter']),
    )
  })

  test('a letter to somebody whose data is restricted is not shown, is not found, and the refusal is kept', async () => {
    const [listed] = await mailbox(admin, { search: 'boris@x.example' })
    const { customer_id } = await ask(admin, channels.readMailboxMessage, { params: { id: listed?.id ?? '' } })
    const id = opaque(readFileSync(join(product.home, 'secrets/ids'), 'utf8').trim()).read('customer', customer_id ?? '')
    await withClient(product.databaseUrl('keep'), (client) => client.query(`update keep.customer set status = 'restricted' where customer_id = ${id}`))
    const { items } = await ask(admin, channels.listMailbox, { query: {} })
    const row = items.find((m) => m.id === listed?.id)
    assert.deepEqual([row?.hidden, row?.from, row?.to, row?.subject], ['restricted', null, null, null])
    assert.deepEqual((await ask(admin, channels.listMailbox, { query: { search: 'boris@x.example' } })).items, [])
    for (const end of ['', '/html', '/source']) {
      const answer = await admin.api('GET', `/v1/mailbox/${listed?.id}${end}`)
      assert.equal(answer.status, 403, end)
      assert.ok(!/boris|Борис/i.test(answer.text), answer.text)
    }
    const kept = `select c.decision, c.reasons from keep.receipt r join keep.receipt_codes c using (codes_id) where r.customer_id = ${id} and c.activity = 'mailbox' order by r.seq desc limit 1`
    const { rows } = await withClient(product.databaseUrl('keep'), (client) => client.query(kept))
    assert.deepEqual(rows, [{ decision: 'deny', reasons: ['restricted'] }])
  })

  test('a session ended is a mailbox closed', async () => {
    const [listed] = await mailbox(admin)
    await readLetter(admin, listed?.id ?? '')
    await ask(admin, access.signOut)
    for (const path of paths) assert.equal((await admin.api('GET', path)).status, 401, path)
  })
})
