import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { z } from 'zod'
import { startProduct } from '../product.ts'

// The guide's own requests, sent in its order; what it says of them is looked up afterwards.

type Example = { method: string; path: string; byKey: boolean; body: string }

function examplesOf(guide: string): Example[] {
  const text = readFileSync(new URL(`../../docs/${guide}`, import.meta.url), 'utf8')
  return [...text.matchAll(/```http\n(\w+) (\S+)\n(Authorization: Bearer KEY\n)?(.*)\n```/g)].map(([, method = '', path = '', key, body = '']) => ({
    method,
    path,
    byKey: key !== undefined,
    body,
  }))
}

test('the guide to shapes works as it is written, and the Russian one has the same requests', async (t) => {
  const examples = examplesOf('shapes.md')
  assert.ok(examples.length >= 8)
  assert.deepEqual(examplesOf('shapes.ru.md'), examples)
  const product = await startProduct(t)
  await product.setUp()
  const vera = product.client()
  let key = ''
  for (const { method, path, byKey, body } of examples) {
    const answer = await vera.api(method, path, body, byKey ? { key } : {})
    assert.equal(answer.status, 200, `${method} ${path}: ${answer.text}`)
    key = z.object({ secret: z.string() }).safeParse(answer.body).data?.secret ?? key
  }
  const found = z.object({ items: z.array(z.object({ id: z.string() })) })
  let ids: string[] = []
  for (let tries = 0; ids.length === 0 && tries < 300; tries++) {
    ids = found.parse((await vera.api('GET', '/v1/search?q=forget-me-not')).body).items.map((i) => i.id)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  assert.equal(ids.length, 1, 'found by the nickname')
  const card = z
    .object({ fields: z.array(z.object({ field: z.string(), value: z.string().nullable(), title: z.record(z.string(), z.string()).nullable() })) })
    .parse((await vera.api('GET', `/v1/customers/${ids[0]}/card`, undefined, { key })).body)
  const tier = card.fields.find((f) => f.field === 'x_loyalty_tier')
  assert.deepEqual([tier?.value, tier?.title?.['ru']], ['gold', 'Уровень лояльности'])
})
