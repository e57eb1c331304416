import { useDebouncedCallback } from '@mantine/hooks'
import { useEffect, useState } from 'react'
import type { Condition, Filter } from '../../../src/office/lists/shapes.ts'
import type { ListColumn } from '../list/queries.ts'
import { whyBroken } from './conditions.ts'
import { draftOf, filterOf, type Group } from './tree.ts'

const waitMs = 200

type Editing = {
  draft: Group
  /** What the draft asks for by now. */
  filter: Filter | undefined
  change(next: Group): void
}

/**
 * A filter while it is edited: what still lacks its value is seen here and not asked by. What means nothing any more stays
 * until somebody takes it out, for a filter that loses a part in silence shows more people than was meant.
 */
export function useDraft(filter: Filter | undefined, known: ReadonlyMap<string, ListColumn>, onChange: (filter: Filter | undefined) => void): Editing {
  const asked = JSON.stringify(filter)
  const [held, setHeld] = useState({ draft: draftOf(filter), told: asked })
  const tell = useDebouncedCallback(onChange, waitMs)
  // Another filter from elsewhere: a view was opened, or Back was pressed.
  useEffect(() => {
    setHeld((old) => (old.told === asked ? old : { draft: draftOf(filter), told: asked }))
  }, [asked])
  const keeps = (condition: Condition) => whyBroken(condition, known) !== 'value'
  return {
    draft: held.draft,
    filter: filterOf(held.draft, keeps),
    change: (draft) => {
      const next = filterOf(draft, keeps)
      setHeld({ draft, told: JSON.stringify(next) })
      tell(next)
    },
  }
}
