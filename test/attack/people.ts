import assert from 'node:assert/strict'
import { z } from 'zod'
import type { Client } from '../product.ts'

const made = z.object({ secret: z.string() })
const recorded = z.object({ recorded: z.number(), items: z.array(z.object({ customer: z.string() })) })

/** Makes an API key; gives its secret. */
export async function keyOf(admin: Client, kind: 'secret' | 'write', source: string, scopes: string[] = ['record']): Promise<string> {
  const answer = await admin.api('POST', '/v1/api-keys', { kind, title: source, source, scopes })
  assert.equal(answer.status, 200, answer.text)
  return made.parse(answer.body).secret
}

/** Records an order of each of these people; gives their ids as shown outside, in order. */
export async function recordPeople(
  admin: Client,
  key: string,
  people: readonly { user: string; email?: string; phone?: string; fields?: Record<string, string>; text?: string }[],
): Promise<string[]> {
  const interactions = people.map((p) => ({
    id: `order-${p.user}`,
    at: '2026-11-01T12:00:00+03:00',
    kind: 'order',
    channel: 'shop',
    customer: {
      identifiers: [
        { kind: 'user', value: p.user },
        ...(p.email ? [{ kind: 'email', value: p.email }] : []),
        ...(p.phone ? [{ kind: 'phone', value: p.phone }] : []),
      ],
      fields: p.fields ?? {},
    },
    amount: { minor: 10_000, currency: 'RUB' },
    content: { text: p.text ?? 'An order' },
  }))
  const answer = await admin.api('POST', '/v1/interactions?ids=true', { interactions }, { key })
  assert.equal(answer.status, 200, answer.text)
  return recorded.parse(answer.body).items.map((i) => i.customer)
}
