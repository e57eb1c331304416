import assert from 'node:assert/strict'
import { test } from 'node:test'
import { staff } from '../../../../test/consenting.ts'
import { systemClock } from '../../../platform/clock.ts'
import { sql } from '../../../platform/db/index.ts'
import { withdrawCampaign } from '../index.ts'
import { everyone, people, shop, thanks } from '../testing.ts'
import { claimDue } from './claim.ts'

const marketer = staff('marketer')
const by = () => ({ actor: marketer, now: systemClock.now() })
const other = { contentKey: 'other', campaign: { id: 6, title: 'Other' } }

test('a campaign that was stopped leaves nobody a letter: not what is queued, not what comes later', async (t) => {
  const s = await shop(t, { sink: {} })
  await people(s, [1, 2, 3])
  await s.channels.close()
  const { deps } = s.channels

  // Anna's is under a lease already; the others wait.
  await s.send({ customers: everyone })
  const [annas] = (await claimDue(deps, 1)).go
  assert.ok(annas)
  const leased = annas.row.customer_id
  await s.send({ ...other, customers: [{ customer: leased }] })
  assert.equal(await withdrawCampaign(deps, thanks.campaign?.id ?? 0, by()), 2)
  const states = async () => (await s.states()).filter((line) => line.includes('withdrawn')).length
  assert.equal(await states(), 2)
  assert.equal(await withdrawCampaign(deps, 5, by()), 0, 'again does no harm')

  // Comes back to the queue (deferred by the server), and a run that was still going queues one more.
  await sql`update keep.message set state = 'queued', why = 'deferred', lease_until = null, due_at = ${systemClock.now()} where message_id = ${annas.row.message_id}`.execute(
    s.home.db,
  )
  await s.send({ customers: [{ customer: 1 }, { customer: 2 }, { customer: 3 }].filter((c) => c.customer !== leased), contentKey: 'late' })
  const { go } = await claimDue(deps, 10)
  assert.deepEqual(
    go.map((g) => g.row.campaign_id),
    [6],
    'only the other campaign goes on',
  )
  assert.equal(await states(), 5)
})

test('what was taken back counts towards no cap', async (t) => {
  const s = await shop(t, { sink: {} })
  await people(s, [1])
  await s.channels.close()
  for (const contentKey of ['one', 'two']) assert.equal((await s.send({ contentKey })).at(0)?.decision, 'allow')
  assert.equal((await s.send({ ...other, contentKey: 'three' })).at(0)?.reason, 'cap_all')
  await withdrawCampaign(s.channels.deps, 5, by())
  assert.equal((await s.send({ ...other, contentKey: 'four' })).at(0)?.decision, 'allow')
})

test('claiming and withdrawing at once: each message is under a lease or taken back, none is lost between', async (t) => {
  const s = await shop(t, { sink: {} })
  await people(s, [1, 2, 3])
  await s.channels.close()
  await s.send({ customers: everyone })
  const [claimed, taken] = await Promise.all([claimDue(s.channels.deps, 2), withdrawCampaign(s.channels.deps, 5, by())])
  const left = await sql<{ n: number }>`select count(*)::int as n from keep.message where state = 'queued'`.execute(s.home.db)
  assert.equal(left.rows[0]?.n, 0)
  const dropped = (await s.states()).filter((line) => line.endsWith('dropped withdrawn')).length
  assert.equal(claimed.go.length + dropped, 3)
  assert.ok(taken <= dropped)
})
