import { useQuery } from '@tanstack/react-query'
import { fieldWords } from '../../ui/field.words.ts'
import { useHasWord, useWords } from '../../ui/words.ts'
import { useOwnFieldTitle } from '../fields/index.ts'
import { columnsWords } from '../list/columns.words.ts'
import { tagsQuery } from '../list/tags.ts'
import { colleaguesQuery } from '../work/index.ts'
import { bulkWords } from './bulk.words.ts'
import type { Deed } from './queries.ts'

/** What was done, in a few words: "Tag “Fair”". The value of a field stands sealed and is not said. */
export function useDeedName(): (deed: Deed) => string {
  const say = useWords(bulkWords)
  const { data: tags } = useQuery(tagsQuery)
  const { data: colleagues } = useQuery(colleaguesQuery)
  const titleOf = useFieldTitle()
  return (deed) => {
    switch (deed.deed) {
      case 'tag':
      case 'untag':
        return say(`made_${deed.deed}`, { title: tags?.items.find(({ id }) => id === deed.tag_id)?.title ?? '…' })
      case 'assign':
        return deed.staff_id === null
          ? say('made_unassign')
          : say('made_assign', { name: colleagues?.items.find(({ id }) => id === deed.staff_id)?.name ?? '…' })
      case 'set_field':
        return say('made_set_field', { title: titleOf(deed.field) })
      default:
        return say(`made_${deed.deed}`)
    }
  }
}

/** What a field is called that many may be given at once. */
export function useFieldTitle(): (field: string) => string {
  const ownTitle = useOwnFieldTitle()
  const column = useHasWord(columnsWords)
  const word = useHasWord(fieldWords)
  return (field) => ownTitle(field) ?? column(field) ?? word(field) ?? field
}
