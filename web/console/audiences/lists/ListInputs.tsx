import { Button, NativeSelect } from '@mantine/core'
import { Suspense, useContext, useState } from 'react'
import type { Condition } from '../../../../src/office/audiences/rule.ts'
import { part } from '../../../ui/part.ts'
import { useWords } from '../../../ui/words.ts'
import { buildWords } from '../building/build.words.ts'
import { ForPurpose, useOffered } from '../building/offered.ts'
import type { Of } from '../building/whole.ts'
import { useKeptFor } from '../keptFor.ts'

const ListDialog = part(() => import('./ListDialog.tsx'))

/** Which list; one can be brought here. What is for other purposes says so and cannot be chosen. */
export function ListInputs({ condition, onChange }: { condition: Of<'list'>; onChange: (condition: Condition) => void }) {
  const say = useWords(buildWords)
  const keptFor = useKeptFor()
  const lists = useOffered()?.lists ?? []
  const purpose = useContext(ForPurpose)
  const [open, setOpen] = useState(false)
  const gone = condition.list !== '' && !lists.some(({ list }) => list === condition.list) ? [{ value: condition.list, label: '—' }] : []
  const items = lists.map(({ list, title, purpose: own, kept }) => ({
    value: list,
    label: kept ? title : say('list_elsewhere', { title, purposes: keptFor([own]) }),
    disabled: !kept,
  }))
  return (
    <>
      <NativeSelect
        size="xs"
        aria-label={say('list')}
        value={condition.list}
        data={[{ value: '', label: say('choose') }, ...items, ...gone]}
        onChange={(event) => onChange({ list: event.currentTarget.value })}
      />
      <Button size="compact-sm" variant="subtle" onClick={() => setOpen(true)}>
        {say('list_new')}
      </Button>
      <Suspense>{open ? <ListDialog purpose={purpose} onClose={() => setOpen(false)} onList={(list) => onChange({ list })} /> : null}</Suspense>
    </>
  )
}
