import { useOwnValue } from '../../../ui/ownValue.ts'
import { useColumnTitle, useValueName } from '../../list/names.ts'
import { ClashBox } from '../../values/ClashBox.tsx'
import { type CellClash, text, useEditsHere, type Value } from './useEdits.ts'

/** Both values of a cell that a colleague wrote meanwhile, and which of them shall stand. */
export function CellClashBox() {
  const { clash, decide } = useEditsHere()
  return clash ? <Asked clash={clash} onSettle={decide} /> : null
}

function Asked({ clash: { column, mine, theirs }, onSettle }: { clash: CellClash; onSettle: (choice: 'mine' | 'theirs') => void }) {
  const title = useColumnTitle()(column.column, column)
  const nameOf = useValueName()
  const shown = useOwnValue()
  const words = (value: Value) => {
    if (value === null || value === '') return null
    return column.type === 'code' || column.type === 'staff' ? nameOf(column, String(value)) : shown(column.type, text(value) ?? '')
  }
  return <ClashBox title={title} mine={words(mine)} theirs={words(theirs.value)} by={theirs.by} at={theirs.changed_at} onSettle={onSettle} />
}
