import type { Outputs } from '../../../keep/door/contract.ts'
import { notFound } from '../../../platform/errors.ts'
import { mount } from '../../../platform/http/index.ts'
import type { House } from '../../house.ts'
import { saidInside } from '../../terms.ts'
import { listMyWards, sayForMyWard } from './contract.ts'

/** Mounts what guardians see and say of children. */
export function wardRoutes({ app, on, door, ids }: House): void {
  const shown = ({ ward, ...rest }: Outputs['sayForWard']) => ({ id: ids.show('ward', ward), ...rest })
  mount(app, on, listMyWards, async ({ caller }) => ({ wards: (await door.ask(caller.as, 'myWards', {})).wards.map(shown) }))
  mount(app, on, sayForMyWard, async ({ caller, params, body }) => {
    const ward = ids.read('ward', params.ward_id)
    if (ward === undefined) throw notFound()
    return shown(await door.ask(caller.as, 'sayForWard', { ward, said: saidInside(ids, body.said) }))
  })
}
