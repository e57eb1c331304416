import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inTransaction, type Tx } from '../../platform/db/index.ts'
import { idBlocks } from '../../platform/ids/index.ts'
import { type CustomerTables, markIdentifier, openIdentifiers, type Point, pointsOf, removeIdentifier } from '../customers/index.ts'
import { today } from '../interactions/testing.ts'
import { type Importing, openImporting } from './testing.ts'

// Addresses that a file brings, and what people have said of them.

const clerk = { actor: { kind: 'staff', id: 5, role: 'clerk' }, source: 'console', now: today } as const

async function emails(on: Importing, customer: number): Promise<string[]> {
  const held = await openIdentifiers({ db: on.tables.$pickTables(), keyring: on.keyring }, [customer])
  return (held.get(customer) ?? []).flatMap((i) => (i.kind === 'email' && i.value !== null ? [i.value] : [])).sort()
}

/** Does something with one address of a customer, as staff do it. */
async function byHand(on: Importing, customer: number, value: string, deed: 'confirm' | 'remove'): Promise<void> {
  const deps = { keyring: on.keyring, rowIds: idBlocks(on.tables, 'keep.row_id_seq') }
  await inTransaction(on.tables, async (whole) => {
    const tx: Tx<CustomerTables> = whole.$pickTables()
    const digest = on.keyring.digest('email', value)
    const point: Point | undefined = (await pointsOf(tx, [customer])).find((p) => p.digest.equals(digest))
    assert.ok(point, value)
    const at = { members: [customer], point }
    if (deed === 'remove') await removeIdentifier(deps, tx, at, clerk)
    else await markIdentifier(deps, tx, at, { verified: 'asked' }, clerk)
  })
}

test('an undo leaves the address somebody has confirmed, and a file does not bring back one that was removed', async (t) => {
  const on = await openImporting(t)
  const run = async (file: string) => {
    const uploaded = await on.upload(file)
    await on.map(uploaded.id, { duplicates: 'update' })
    const done = await on.act(uploaded.id, 'run')
    assert.equal(done.state, 'done', JSON.stringify(done.trouble))
    return done.id
  }
  const head = 'ФИО;Телефон;E-mail'
  const of = (email: string) => `Белова Анна Сергеевна;8 912 345-67-89;${email}`
  await run([head, of('anna@belova.example')].join('\n'))
  const { customer_id: anna } = await on.tables.selectFrom('keep.customer').select('customer_id').executeTakeFirstOrThrow()
  const second = await run([head, of('two@belova.example'), of('three@belova.example')].join('\n'))
  assert.deepEqual(await emails(on, anna), ['anna@belova.example', 'three@belova.example', 'two@belova.example'])

  await byHand(on, anna, 'two@belova.example', 'confirm')
  assert.equal((await on.act(second, 'undo')).state, 'undone')
  assert.deepEqual(await emails(on, anna), ['anna@belova.example', 'two@belova.example'])

  await byHand(on, anna, 'anna@belova.example', 'remove')
  await run([head, of('anna@belova.example'), of('three@belova.example')].join('\n'))
  assert.deepEqual(await emails(on, anna), ['three@belova.example', 'two@belova.example'])
  const people = await on.tables.selectFrom('keep.customer').select('customer_id').where('status', '=', 'known').execute()
  assert.equal(people.length, 1, 'nor does it make somebody else of her')
})
