import assert from 'node:assert/strict'
import { test } from 'node:test'
import { staff } from '../../../test/consenting.ts'
import { systemClock } from '../../platform/clock.ts'
import { readKeepConfig } from '../../platform/config.ts'
import { openChannels, sendMany } from './index.ts'
import { people, shop, thanks } from './testing.ts'

test('a copy of an installation that is only looked at hands nothing over, what waits and what is new, and the real one does', async (t) => {
  const s = await shop(t, { sink: {} })
  await people(s, [1, 2])
  const smtpUrl = `smtp://127.0.0.1:${s.sink?.port}?tls=no`
  const copy = await openChannels({ ...s.channels.deps, smtpUrl, paused: true })
  await sendMany(copy.deps, { ...thanks, customers: [{ customer: 1 }] }, { actor: staff('marketer'), now: systemClock.now() })
  assert.equal(await copy.handOverDue(systemClock.now()), 0)
  assert.deepEqual(await s.states(), ['1 queued null'])
  assert.deepEqual(s.sink?.to, [])
  await copy.close()
  await s.done()
  assert.deepEqual(s.sink?.to, ['anna@mail.example'])
})

test('only "off" switches sending off, and what is neither on nor off starts nothing', () => {
  const env = { KEEP_DATABASE_URL: 'x', KEYS_DATABASE_URL: 'x', RAPPORT_KEYS: 'x', RAPPORT_HOME: 'x', RAPPORT_RUN: 'x' }
  const secrets = { RAPPORT_DOOR_SECRET: 'x', RAPPORT_IDS_SECRET: 'x', RAPPORT_PUBLIC_URL: 'x' }
  const paused = (SENDING?: string) => readKeepConfig({ ...env, ...secrets, ...(SENDING === undefined ? {} : { SENDING }) }).sendingPaused
  assert.deepEqual([paused(), paused('on'), paused('off')], [false, false, true])
  for (const wrong of ['no', 'OFF', '0', '']) assert.throws(() => paused(wrong), /it is on or off/)
})
