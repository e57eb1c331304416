import { IconCheckbox, IconLink, IconMail, IconMessageReport, IconNote, IconPrinter, IconStar, IconUserCheck } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { notice } from '../../ui/notices.tsx'
import { useWords } from '../../ui/words.ts'
import { useActions } from '../actions/actions.ts'
import { useAssign } from '../ownership/queries.ts'
import { useMe } from '../session/session.ts'
import { useFavourite } from '../shell/favourites.ts'
import { cardActionWords } from './cardActions.words.ts'
import { cardQuery } from './queries.ts'
import type { CardSearch } from './search.ts'

/** What can be done with the customer whose card stands open. */
export function useCardActions(customerId: string, doing: (todo: NonNullable<CardSearch['do']>) => void): void {
  const say = useWords(cardActionWords)
  const me = useMe()
  const client = useQueryClient()
  const { toggle } = useFavourite(customerId)
  const { mutate: assign } = useAssign(customerId)
  /** Upon whom the card shows: a colleague who was faster is not written over. */
  const assignMe = () => assign({ to: me.id, was: client.getQueryData(cardQuery(customerId).queryKey)?.owner?.id ?? null })
  const copy = () => {
    const address = `${location.origin}/customers/${encodeURIComponent(customerId)}`
    void navigator.clipboard.writeText(address).then(() => notice(say('copied')))
  }
  useActions(cardActionWords, [
    ...(me.can('work.do') ? ([['do_task', IconCheckbox, () => doing('task'), 'T']] as const) : []),
    ...(me.can('customers.change') ? ([['do_note', IconNote, () => doing('note'), 'N']] as const) : []),
    ...(me.can('work.do') ? ([['do_case', IconMessageReport, () => doing('case')]] as const) : []),
    ...(me.can('addresses.change') ? ([['do_address', IconMail, () => doing('address')]] as const) : []),
    ...(me.can('customers.tag') ? ([['assign_me', IconUserCheck, assignMe, 'A']] as const) : []),
    ['favourite', IconStar, toggle, 'F'],
    ['print', IconPrinter, () => void window.open(`/print/${encodeURIComponent(customerId)}`, '_blank')],
    ['copy_link', IconLink, copy],
  ])
}
