import { z } from 'zod'
import { endpoint } from '../../../platform/http/contract.ts'

export const makeMyCopy = endpoint({
  method: 'POST',
  path: '/v1/my/copy',
  who: 'customer_or_guardian',
  summary: 'Everything that is held about you, to take along: a ZIP of JSON-LD, CSV, your files and receipts, signed',
  query: z.object({ language: z.enum(['en', 'ru']).default('en') }),
  output: z.string(),
})
