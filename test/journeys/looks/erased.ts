import assert from 'node:assert/strict'
import { z } from 'zod'
import * as rights from '../../../src/keep/rights/contract.ts'
import { ask, type Visitor } from '../../town/demo/visitor.ts'
import { until } from '../../until.ts'

const withId = z.object({ id: z.string() })

/** Erases somebody, and gives the number of the erasure when its certificate is there. */
export async function erasedBy(admin: Visitor, customer: string): Promise<string> {
  const { etag } = await ask(admin, rights.previewErasure, { params: { customer_id: customer } })
  const body = JSON.stringify({ reason: 'mistake', evidence: { kind: 'none' } })
  const headers = { 'content-type': 'application/json', 'if-match': `"${etag}"` }
  const asked = await admin.fetch(`/v1/customers/${customer}/erasure`, { method: 'POST', body, headers })
  assert.equal(asked.status, 202)
  const { id } = withId.parse(await asked.json())
  await until('the certificate is there', async () => (await ask(admin, rights.readErasure, { params: { erasure_id: id } })).state === 'done')
  return id
}
