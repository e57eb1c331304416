import type { Hono } from 'hono'
import { badInput } from '../../../platform/errors.ts'
import { mount, rateLimit, readBytes } from '../../../platform/http/index.ts'
import type { Session } from '../../access/index.ts'
import type { RightsDeps } from '../deps.ts'
import type { RightsMounting } from '../routes.ts'
import { type Bundle, type Opening, openBundle } from './bundle.ts'
import * as contract from './contract.ts'
import { type Item, itemsOf, takeOver, type Whose } from './take.ts'

export type MovingDeps = {
  rights: RightsDeps
  logKey: string
  ask: Opening['ask']
  country(): string | undefined
  mayStore(): void
  mine(session: Session): Promise<{ person: number; members: readonly number[]; note(): Promise<void> }>
}

/** Each takes seconds and asks another site. */
const often = { perSecond: 1 / 60, burst: 12 }

/** A copy from another company: looked at, then taken over. Whose it becomes comes from the session. */
export function movingRoutes(app: Hono, on: RightsMounting, deps: MovingDeps): void {
  const { rights } = deps
  const tries = rateLimit(often)

  async function opened(caller: Session, request: Request, now: Date) {
    const mine = await deps.mine(caller)
    tries.spend(String(mine.person), rights.clock.monotonic())
    const bytes = Buffer.from(await readBytes(request, contract.largestMove))
    const bundle = await openBundle({ rights, ownKey: deps.logKey, ask: deps.ask }, bytes, now)
    await mine.note()
    const whose: Whose = { ...mine, by: { kind: 'customer', id: mine.person, role: 'customer' }, writes: () => true }
    const { items } = await itemsOf(rights, whose, bundle, deps.country(), now)
    return { whose, bundle, items }
  }

  mount(app, on, contract.lookAtMyMove, async ({ caller, request, now }) => {
    const { bundle, items } = await opened(caller, request, now)
    return { issuer: issuerOf(bundle), items, taken: null }
  })
  mount(app, on, contract.takeMyMove, async ({ caller, request, query, now }) => {
    deps.mayStore()
    const { whose, bundle, items } = await opened(caller, request, now)
    const { taken } = await takeOver(rights, whose, bundle, chosenOf(items, query.take.split(',')), now)
    return { issuer: issuerOf(bundle), items, taken }
  })
}

export const issuerOf = ({ company, site, at, key }: Bundle) => ({ company, site, at, key })

/** Those of the items that are named; throws bad_input for one that is not among them, and for none. */
export function chosenOf(items: readonly Item[], named: readonly string[]): Item[] {
  const wanted = new Set(named.filter((one) => one !== ''))
  const [none] = [...wanted].filter((one) => !items.some(({ item }) => item === one))
  if (none !== undefined) throw badInput(`${none} is not to be had from this copy.`, 'take')
  if (wanted.size === 0) throw badInput('Choose what to take over.', 'take')
  return items.filter(({ item }) => wanted.has(item))
}
