import { useQuery, useQueryClient } from '@tanstack/react-query'
import { addPin, removePin } from '../../../src/office/account/contract.ts'
import { call } from '../../ui/api.ts'
import { useAct } from '../../ui/useAct.ts'
import { accountQuery } from '../account/queries.ts'

/**
 * Pages and saved lists among the favourites, on every device: `/leads`, or the id of a list; undefined until they are known. The star turns
 * at once, and back if the server says no; what another window keeps meanwhile stays.
 */
export function usePins(): { pins: readonly string[] | undefined; toggle: (pin: string) => void } {
  const client = useQueryClient()
  const { data } = useQuery(accountQuery)
  const pins = data?.pins
  const show = (next: string[]) => client.setQueryData(accountQuery.queryKey, (old) => (old ? { ...old, pins: next } : old))
  const write = useAct({
    run: async ({ pin, keep }: { pin: string; keep: boolean }) => {
      const others = (pins ?? []).filter((each) => each !== pin)
      show(keep ? [...others, pin] : others)
      return keep ? call(addPin, { body: { pin } }) : call(removePin, { query: { pin } })
    },
    then: ({ pins: all }) => show(all),
    told: () => {
      void client.invalidateQueries({ queryKey: accountQuery.queryKey })
      return false
    },
  })
  const toggle = (pin: string) => {
    if (pins) write.mutate({ pin, keep: !pins.includes(pin) })
  }
  return { pins, toggle }
}
