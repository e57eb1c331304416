import { z } from 'zod'
import type { Keyring } from '../../keyring/index.ts'

// The address of somebody's preference centre: whose and until when, sealed, so that there is no row to steal or to sweep.

const goodForMs = 3_600_000
const place = 'preference link'
const held = z.object({ customer: z.int(), until: z.int() })

type Sealing = Pick<Keyring, 'sealRecord' | 'openRecord'>

export function preferenceToken(keyring: Sealing, customer: number, now: Date): { token: string; until: Date } {
  const until = new Date(now.getTime() + goodForMs)
  return { token: keyring.sealRecord(place, JSON.stringify({ customer, until: until.getTime() })).toString('base64url'), until }
}

/** Whose choices a token opens; undefined for one that is none of ours or too old. */
export function customerOfToken(keyring: Sealing, token: string, now: Date): number | undefined {
  if (!/^[A-Za-z0-9_-]{20,400}$/.test(token)) return undefined
  try {
    const said = held.parse(JSON.parse(keyring.openRecord(place, Buffer.from(token, 'base64url')).toString('utf8')))
    return said.until > now.getTime() ? said.customer : undefined
  } catch {
    return undefined
  }
}
