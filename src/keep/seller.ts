import type { IncomingMessage } from 'node:http'
import { type AccessDeps, authenticate } from './access/index.ts'

/** Who sells at the till, by the session their browser shows: the unit they belong to, where it is one. Throws for whoever may not, and for another site. */
export async function sellerHere(access: AccessDeps, { headers, method = 'POST' }: IncomingMessage, now: Date): Promise<{ unit: string | undefined }> {
  const shown = Object.entries(headers).flatMap(([name, value]): [string, string][] => (typeof value === 'string' ? [[name, value]] : []))
  // Only what it shows of who sends it is read, in the web's own kind of request; the body stays where it is.
  const session = await authenticate(access, new Request('http://till.invalid', { method, headers: shown }), { staff: ['sales.record'] }, now)
  const units = session?.staff?.units ?? []
  return { unit: units.length === 1 ? units[0] : undefined }
}
