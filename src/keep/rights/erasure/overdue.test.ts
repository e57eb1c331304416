import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openWings, type Wings } from '../../../../test/wings.ts'
import { inTransaction, sql } from '../../../platform/db/index.ts'
import { withClient } from '../../../platform/launcher/index.ts'
import { mergeCustomers } from '../../customers/index.ts'
import { recordBatch } from '../../interactions/index.ts'
import { interactionOf } from '../../interactions/testing.ts'
import { giveConsent } from '../../terms/index.ts'
import { officer, takesBack } from '../testing.ts'
import { eraseOverdue } from './overdue.ts'

const dayMs = 86_400_000

async function came(wings: Wings, user: string): Promise<number> {
  const event = interactionOf({ at: wings.clock.now().toISOString(), customer: { identifiers: [{ kind: 'user', value: user }] } }, 'secret')
  const [made] = await recordBatch(wings.keep.recording, [event], { now: wings.clock.now(), source: 'shop', trust: 'secret' })
  assert.ok(made && made.status !== 'refused')
  return made.customer
}

test('whose time to keep is over for every purpose are asked to be erased, and nobody else', async (t) => {
  const wings = await openWings(t)
  const { keep, clock } = wings
  const gone = await came(wings, 'gone')
  await came(wings, 'bought')
  const [agreed, disputing] = [await came(wings, 'agreed'), await came(wings, 'disputing')]
  const [one, other] = [await came(wings, 'one'), await came(wings, 'other')]
  const by = { actor: officer, now: clock.now() }
  const consent = { customer: agreed, purpose: 'marketing', category: 'contact', channel: 'email', topic: '*', method: 'paper', language: 'en' } as const
  await inTransaction(keep.db, async (tx) => {
    await giveConsent(
      keep.access,
      tx.$pickTables(),
      { ...consent, notice: { notice: 'marketing', version: 1 }, evidence: { kind: 'paper', said: 'Sheet 1' } },
      by,
    )
    await mergeCustomers(tx.$pickTables(), { from: other, into: one, actor: officer, why: 'same person', now: by.now })
  })
  const ordered = async (user: string) => {
    clock.advance(3 * 365 * dayMs)
    await came(wings, user)
    clock.advance(-3 * 365 * dayMs)
  }
  await ordered('bought')
  await ordered('other')
  await withClient(wings.store.url.owner, (client) =>
    client.query(`insert into office.work_case (customer_id, case_id, number, kind, made_by, opened_at) values ($1, 1, '2026-0001', 'question', 7, now())`, [
      disputing,
    ]),
  )
  const asked = async () =>
    (await sql<{ customer: number; reason: string }>`select customer_id as customer, reason from keep.erasure order by 1`.execute(keep.db)).rows
  clock.advance(5 * 365 * dayMs)
  assert.equal(await eraseOverdue(keep.rights.deps, clock.now()), 0, 'a leap day is missing to five years')
  clock.advance(3 * dayMs)
  assert.equal(await eraseOverdue(keep.rights.deps, clock.now()), 1)
  assert.deepEqual(await asked(), [{ customer: gone, reason: 'retention' }])
  assert.equal(await eraseOverdue(keep.rights.deps, clock.now()), 0, 'once')

  const { rows } = await sql<{ id: number }>`select erasure_id as id from keep.erasure`.execute(keep.db)
  await takesBack(keep, rows[0]?.id ?? 0)
  clock.advance(364 * dayMs)
  assert.equal(await eraseOverdue(keep.rights.deps, clock.now()), 0, 'a colleague kept them')
  clock.advance(2 * dayMs)
  assert.equal(await eraseOverdue(keep.rights.deps, clock.now()), 1)

  await sql`insert into keep.purpose select (p).* from (select jsonb_populate_record(p, jsonb_build_object('version', p.version + 1, 'retention', 'relationship')) as p
    from keep.purpose p where purpose = 'service' order by version desc limit 1) x`.execute(keep.db)
  clock.advance(20 * 365 * dayMs)
  assert.equal(await eraseOverdue(keep.rights.deps, clock.now()), 0, 'where one purpose has no end nobody goes')
})
