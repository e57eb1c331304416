import { useQuery, useQueryClient } from '@tanstack/react-query'
import { writeAccount } from '../../../src/office/account/contract.ts'
import { call } from '../../ui/api.ts'
import { useAct } from '../../ui/useAct.ts'
import { accountQuery } from '../account/queries.ts'

const most = 30

/**
 * Pages and saved lists among the favourites, on every device: `/leads`, or the id of a list; undefined until they are known, because what is
 * written is all of them. The star turns at once, and back if the server says no.
 */
export function usePins(): { pins: readonly string[] | undefined; toggle: (pin: string) => void } {
  const client = useQueryClient()
  const { data } = useQuery(accountQuery)
  const pins = data?.pins
  const show = (next: string[]) => client.setQueryData(accountQuery.queryKey, (old) => (old ? { ...old, pins: next } : old))
  const write = useAct({
    run: async (next: string[]) => {
      show(next)
      return call(writeAccount, { body: { pins: next } })
    },
    told: () => {
      void client.invalidateQueries({ queryKey: accountQuery.queryKey })
      return false
    },
  })
  const toggle = (pin: string) => {
    if (pins) write.mutate(pins.includes(pin) ? pins.filter((each) => each !== pin) : [...pins, pin].slice(-most))
  }
  return { pins, toggle }
}
