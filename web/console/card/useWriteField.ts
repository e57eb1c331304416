import { useQueryClient } from '@tanstack/react-query'
import { writeField } from '../../../src/office/console/contract.ts'
import { call } from '../../ui/api.ts'
import { notice } from '../../ui/notices.tsx'
import { useAct } from '../../ui/useAct.ts'

type Write = { customerId: string; field: string; said: string; onDone: () => void; told?: (error: unknown) => boolean }

/** Writes a field that has no value yet; when somebody was faster, theirs stays. */
export function useWriteField({ customerId, field, said, onDone, told }: Write) {
  const client = useQueryClient()
  return useAct({
    run: (value: string | null) => call(writeField, { params: { customer_id: customerId, field }, body: { value }, headers: { 'if-none-match': '*' } }),
    ...(told ? { told } : {}),
    then: () => {
      notice(said)
      void client.invalidateQueries({ queryKey: ['card', customerId] })
      void client.invalidateQueries({ queryKey: ['history', customerId, field] })
      onDone()
    },
  })
}
