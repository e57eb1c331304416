import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from './product.ts'

/** A page that listens: what it was told, and whether it still is. */
export type Listening = { status: number; told(): string[]; lastId(): string | undefined; ended(): boolean; leave(): void; until(what: RegExp): Promise<void> }

/** Listens as this client until it leaves or is let go. */
export async function listenAs(client: Pick<Client, 'url' | 'cookie'>, after?: string, path = '/v1/live'): Promise<Listening> {
  const leaving = new AbortController()
  const response = await fetch(`${client.url}${path}`, {
    headers: { cookie: client.cookie(), ...(after !== undefined && { 'last-event-id': after }) },
    signal: leaving.signal,
  })
  let text = ''
  let ended = response.status !== 200
  const reading = async () => {
    for await (const part of response.body ?? []) text += Buffer.from(part).toString('utf8')
  }
  void reading()
    .catch(() => undefined)
    .then(() => {
      ended = true
    })
  const told = () => [...text.matchAll(/^data: (\{"topic".*)$/gm)].map((m) => m[1] ?? '')
  return {
    status: response.status,
    told,
    lastId: () => [...text.matchAll(/^id: (\S+)$/gm)].at(-1)?.[1],
    ended: () => ended,
    leave: () => leaving.abort(),
    until: async (what) => {
      for (let waited = 0; !told().some((one) => what.test(one)); waited += 50) {
        if (waited > 60_000) throw new Error(`${what} was not told; told was ${told().join(' ')}`)
        await sleep(50)
      }
    },
  }
}
