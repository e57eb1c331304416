import { useMe } from '../session/session.ts'

/** Whether this colleague keeps the registers. */
export function useKeepsRegisters(): boolean {
  return useMe().can('registers.keep')
}
