import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { opaque } from '../../src/platform/ids/index.ts'
import { withClient } from '../../src/platform/launcher/index.ts'
import { insideKeep } from '../attack/inside.ts'
import { keyOf, recordPeople } from '../attack/people.ts'
import { type Product, startProduct, admin as vera } from '../product.ts'

// backup → the customer's keys are destroyed → the old backup is restored: that customer is nowhere.

const rapport = join(import.meta.dirname, '..', '..', 'bin', 'rapport')

test('a backup from before an erasure brings back everyone but the erased', { timeout: 240_000 }, async (t) => {
  const before = await startProduct(t)
  const admin = await before.setUp()
  const key = await keyOf(admin, 'secret', 'shop')
  const [gone = '', stays = ''] = await recordPeople(admin, key, [
    { user: 'gone', email: 'gone@erased.example', phone: '+79161230001', fields: { surname: 'Стиранова', name: 'Нина' }, text: 'Her order' },
    { user: 'stays', email: 'stays@erased.example', phone: '+79161230002', fields: { surname: 'Осталова', name: 'Вера' }, text: 'Another order' },
  ])
  await admin.api('GET', `/v1/customers/${gone}/card`)
  await admin.api('POST', '/v1/tasks', { kind: 'task', what: 'Call her', customer_id: gone, due_at: '2026-12-01T00:00:00Z' })
  await admin.api('POST', `/v1/customers/${stays}/relations`, { other_id: gone, kind: 'family', title: null })
  const folder = mkdtempSync(join(tmpdir(), 'rapport-erased-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  run(['backup', '--home', before.home, '--to', join(folder, 'old')])

  const number = numberOf(before, gone)
  const keep = await insideKeep(t, before, new Date())
  assert.ok((await keep.keyring.destroyKeys([number])) >= 2, 'there were keys to destroy')
  run(['backup', '--home', before.home, '--to', join(folder, 'new')])
  const home = mkdtempSync(join(tmpdir(), 'rapport-restored-'))
  t.after(() => rmSync(home, { recursive: true, force: true }))
  chmodSync(home, 0o711)
  const [main = ''] = globSync(join(folder, 'old/main-*'))
  const [keys = ''] = globSync(join(folder, 'new/keys-*'))
  const said = run(['restore', main, '--keys', keys, '--home', home])
  assert.match(said, /1 customers? (was|were) erased since that backup; nothing of them was kept\./)
  cpSync(join(before.home, 'keys'), join(home, 'keys'), { recursive: true })
  await before.stop()

  const restored = await startProduct(t, { home })
  const clerk = restored.client()
  assert.equal((await clerk.api('POST', '/v1/session', { email: vera.email, password: vera.password })).status, 200)
  for (const words of ['Стиранова', 'gone@erased.example', '9161230001', 'gone']) {
    const found = await clerk.api('GET', `/v1/search?q=${encodeURIComponent(words)}`)
    assert.ok(!/Стиранова|gone@erased/.test(found.text), `${words}: ${found.text}`)
  }
  const list = await clerk.api('GET', '/v1/customers')
  assert.match(list.text, /Осталова/, 'everyone else is there')
  assert.ok(!list.text.includes('Стиранова'))
  const ids = opaque(readFileSync(join(home, 'secrets/ids'), 'utf8').trim())
  assert.equal((await clerk.api('GET', `/v1/customers/${ids.show('customer', number)}/card`)).status, 404)
  assert.match((await clerk.api('GET', `/v1/customers/${ids.show('customer', numberOf(before, stays))}/card`)).text, /Осталова/)
  // The digest stops her events from coming back; the lists of what changed are numbers, kept for a week.
  assert.deepEqual(await tablesWith(restored, number), ['fact.change', 'keep.seen'])
})

function run(args: string[]): string {
  const done = spawnSync(process.execPath, [rapport, ...args], { encoding: 'utf8' })
  assert.equal(done.status, 0, `rapport ${args[0]}: ${done.stderr}${done.stdout}`)
  return done.stdout
}

const numberOf = (product: Product, shown: string) => opaque(readFileSync(join(product.home, 'secrets/ids'), 'utf8').trim()).read('customer', shown) ?? -1

/** Tables in which this number still stands, in whatever column. */
async function tablesWith(product: Product, customer: number): Promise<string[]> {
  return withClient(product.databaseUrl('owner'), async (client) => {
    const { rows: columns } = await client.query<{ name: string; column: string; type: string }>(
      `select format('%I.%I', c.table_schema, c.table_name) as name, c.column_name as column, c.udt_name as type from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
        where c.table_schema in ('keep', 'fact', 'office') and t.table_type = 'BASE TABLE' and c.udt_name in ('int8', '_int8') and c.column_name ~ '(customer|person|other_id|merged_into)'`,
    )
    const found: string[] = []
    for (const { name, column, type } of columns) {
      const { rows } = await client.query<{ there: boolean }>(
        `select exists (select from ${name} where ${type === 'int8' ? `"${column}" = $1` : `$1 = any("${column}")`}) as there`,
        [customer],
      )
      if (rows[0]?.there) found.push(name)
    }
    return [...new Set(found)].sort()
  })
}
