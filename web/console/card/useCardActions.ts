import { IconCheckbox, IconLink, IconMail, IconMessageReport, IconNote, IconPrinter, IconStar, IconUserCheck } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { assignCustomer } from '../../../src/office/ownership/contract.ts'
import { call } from '../../ui/api.ts'
import { notice } from '../../ui/notices.tsx'
import { useAct } from '../../ui/useAct.ts'
import { useWords } from '../../ui/words.ts'
import { useActions } from '../actions/actions.ts'
import { useMe } from '../session/session.ts'
import { useFavourite } from '../shell/favourites.ts'
import { cardActionWords } from './cardActions.words.ts'
import type { CardSearch } from './search.ts'

/** What can be done with the customer whose card stands open. */
export function useCardActions(customerId: string, doing: (todo: NonNullable<CardSearch['do']>) => void): void {
  const say = useWords(cardActionWords)
  const me = useMe()
  const client = useQueryClient()
  const { toggle } = useFavourite(customerId)
  const { mutate: assign } = useAct({
    run: () => call(assignCustomer, { params: { customer_id: customerId }, body: { staff_id: me.id } }),
    then: () => {
      notice(say('assigned'))
      void client.invalidateQueries({ queryKey: ['card', customerId] })
    },
  })
  const copy = () => {
    const address = `${location.origin}/customers/${encodeURIComponent(customerId)}`
    void navigator.clipboard.writeText(address).then(() => notice(say('copied')))
  }
  useActions(cardActionWords, [
    ['do_task', IconCheckbox, () => doing('task'), 'T'],
    ['do_note', IconNote, () => doing('note'), 'N'],
    ['do_case', IconMessageReport, () => doing('case')],
    ['do_address', IconMail, () => doing('address')],
    ...(me.can('customers.tag') ? ([['assign_me', IconUserCheck, () => assign(undefined), 'A']] as const) : []),
    ['favourite', IconStar, toggle, 'F'],
    ['print', IconPrinter, () => window.print()],
    ['copy_link', IconLink, copy],
  ])
}
