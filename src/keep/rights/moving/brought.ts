import type { Hono } from 'hono'
import { notFound } from '../../../platform/errors.ts'
import { mount, rateLimit, readBytes } from '../../../platform/http/index.ts'
import type { Session } from '../../access/index.ts'
import type { LookAtRights } from '../cases/routes.ts'
import type { RightsMounting } from '../routes.ts'
import { type Bundle, openBundle } from './bundle.ts'
import * as contract from './contract.ts'
import { readBrought } from './form.ts'
import { chosenOf, issuerOf, type MovingDeps } from './routes.ts'
import { itemsOf, mustNotRest, takeOver } from './take.ts'

/** Each asks another site; a colleague serves many. */
const often = { perSecond: 1 / 10, burst: 30 }

export type BroughtDeps = Omit<MovingDeps, 'mine'> & {
  /** A look by whoever takes a call or a paper; throws not_found for nobody, the erased and whom they do not see. */
  looked(session: Session, shown: string): Promise<LookAtRights & { person: number }>
}

/** A copy from another company that its customer brought to the counter or sent: a colleague looks at it, then takes over what the customer wants. */
export function broughtRoutes(app: Hono, on: RightsMounting, deps: BroughtDeps): void {
  const { rights } = deps
  const tries = rateLimit(often)

  async function standing(caller: Session, shown: string) {
    const look = await deps.looked(caller, shown)
    await mustNotRest(rights.db.$pickTables(), look.members)
    return look
  }
  async function openedFor(caller: Session, look: LookAtRights & { person: number }, copy: Buffer, now: Date) {
    tries.spend(String(caller.actor.id), rights.clock.monotonic())
    const bundle = await openBundle({ rights, ownKey: deps.logKey, ask: deps.ask }, copy, now)
    const whose = { ...look, by: caller.actor }
    return { whose, bundle, ...(await itemsOf(rights, whose, bundle, deps.country(), now)) }
  }
  const told = (bundle: Bundle, { items, left_out }: Awaited<ReturnType<typeof itemsOf>>) => ({ issuer: issuerOf(bundle), items, left_out })

  mount(app, on, contract.lookAtBrought, async ({ caller, params, request, now }) => {
    const look = await standing(caller, params.customer_id)
    const { bundle, ...found } = await openedFor(caller, look, Buffer.from(await readBytes(request, contract.largestMove)), now)
    await look.note('rights', ['moving'])
    return { ...told(bundle, found), taken: null, case: null }
  })

  mount(app, on, contract.takeBrought, async ({ caller, params, request, now }) => {
    const look = await standing(caller, params.customer_id)
    deps.mayStore()
    const { copy, wish } = await readBrought(request)
    const { whose, bundle, ...found } = await openedFor(caller, look, copy, now)
    const chosen = chosenOf(found.items, wish.take)
    const proof = wish.proof_id === null ? null : rights.ids.read('proof', wish.proof_id)
    const mandate = wish.mandate_id === null ? null : rights.ids.read('mandate', wish.mandate_id)
    if (proof === undefined || mandate === undefined) throw notFound()
    const { road, evidence, words } = wish
    const entered = { road, evidence, words, proof, mandate, device: caller.device }
    const { taken, row } = await takeOver(rights, whose, bundle, chosen, now, entered)
    return { ...told(bundle, found), taken, case: row === undefined ? null : { id: rights.ids.show('rights', row.case_id), number: row.number } }
  })
}
