import { z } from 'zod'
import { endpoint } from '../../../platform/http/contract.ts'

/** Every page asks it before it draws anything. */
export const about = endpoint({
  method: 'GET',
  path: '/v1/about',
  who: 'public',
  summary: 'Whose installation this is, and whether it has been set up',
  output: z.object({
    company: z.string(),
    country: z.string(),
    currency: z.string(),
    time_zone: z.string(),
    /** False until the first administrator exists: the console then opens on set-up. */
    ready: z.boolean(),
    /** A demo's staff, to be signed in with one click; empty elsewhere. */
    demo: z.boolean(),
    version: z.string(),
  }),
})
