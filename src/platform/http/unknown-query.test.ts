import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { AppError } from '../errors.ts'
import type { AnyEndpoint, Who } from './contract.ts'
import { endpoint } from './contract.ts'
import { refuseUnknown } from './unknown-query.ts'

const output = z.object({})
const asked = z.object({ filter: z.string().optional(), sort: z.string().optional(), limit: z.coerce.number().optional() })
const list = (query: z.ZodType | undefined = asked, who: Who = { staff: 'any' }): AnyEndpoint =>
  endpoint({ method: 'GET', path: '/v1/things', who, summary: 'Things', ...(query && { query }), output })

const said = (query: string, declared = list()) => {
  const all = new URLSearchParams(query)
  const refusing = () => refuseUnknown(declared, Object.fromEntries([...all.keys()].map((name) => [name, all.getAll(name)])))
  try {
    refusing()
    return undefined
  } catch (error) {
    assert.ok(error instanceof AppError && error.code === 'bad_input')
    return error.message
  }
}

test('a parameter that nobody declared is refused, with the nearest one that there is', () => {
  assert.equal(said(''), undefined)
  assert.equal(said('filter=x&sort=-y&limit=3'), undefined)
  for (const near of ['filtr', 'fitler', 'Filter', 'filters']) assert.equal(said(`${near}=x`), `There is no parameter "${near}" here. Did you mean "filter"?`)
  assert.equal(said('sortt=x'), 'There is no parameter "sortt" here. Did you mean "sort"?')
  assert.equal(said('colour=red'), 'There is no parameter "colour" here. There are: filter, sort, limit.')
  assert.equal(said('__proto__=1'), 'There is no parameter "__proto__" here. There are: filter, sort, limit.')
  assert.equal(said('x=1', endpointWithout()), 'There is no parameter "x" here: this address takes none.')
  assert.equal(said('filter=x&filter=y'), '"filter" stands in the address twice; say it once.')
  assert.ok((said(`${'x'.repeat(5000)}=1`) ?? '').length < 200)
})

test('a query that is checked further is known by its names all the same', () => {
  const refined = asked.refine(() => true)
  const piped = asked.transform((query) => query)
  for (const query of [refined, piped]) assert.match(said('filtr=x', list(query)) ?? '', /Did you mean "filter"/)
})

test('what anybody may call stays open: links come with words that others added', () => {
  assert.equal(said('utm_source=letter', list(asked, 'public')), undefined)
})

const endpointWithout = () => endpoint({ method: 'POST', path: '/v1/things', who: 'customer', summary: 'Thing', output })
