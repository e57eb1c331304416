import { seeAs, stopSeeing } from '../../../src/keep/access/seeing/contract.ts'
import { call } from '../../ui/api.ts'
import { useAct } from '../../ui/useAct.ts'

/** Everything that was read was read by somebody else's rights, so the page begins anew. */
const begin = (to: string) => window.location.assign(to)

export const useSeeAs = () => useAct({ run: (staffId: string) => call(seeAs, { body: { staff_id: staffId } }), then: () => begin('/') })

export const useStopSeeing = () => useAct({ run: () => call(stopSeeing), then: () => begin('/staff') })
