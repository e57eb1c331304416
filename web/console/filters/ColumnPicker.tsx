import { Button, Combobox, useCombobox } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useWords } from '../../ui/words.ts'
import { columnsWords } from '../list/columns.words.ts'
import { groupOf, groupOrder } from '../list/groups.ts'
import { useColumnTitle } from '../list/names.ts'
import type { ListColumn } from '../list/queries.ts'
import { filtersWords } from './filters.words.ts'

type PickerProps = {
  label: string
  columns: readonly ListColumn[]
  disabled?: boolean
  quiet?: boolean
  inside?: boolean
  onPick: (column: ListColumn) => void
}

/** A button that opens a list of columns to search in, by groups. `inside` a popover it must be a part of it, or a click in it is one outside. */
export function ColumnPicker({ label, columns, disabled, quiet, inside, onPick }: PickerProps) {
  const say = useWords(filtersWords)
  const sayColumn = useWords(columnsWords)
  const titleOf = useColumnTitle()
  const [sought, setSought] = useState('')
  const box = useCombobox({
    onDropdownClose: () => {
      box.resetSelectedOption()
      setSought('')
    },
    onDropdownOpen: () => box.focusSearchInput(),
  })
  const fits = columns.filter((column) => titleOf(column.column, column).toLocaleLowerCase().includes(sought.trim().toLocaleLowerCase()))
  const pick = (name: string) => {
    const column = columns.find((each) => each.column === name)
    box.closeDropdown()
    if (column) onPick(column)
  }
  return (
    <Combobox store={box} keepMounted={false} onOptionSubmit={pick} width={260} position="bottom-start" withinPortal={!inside} shadow="md" radius="md">
      <Combobox.Target withAriaAttributes={false}>
        <Button
          size="compact-sm"
          variant={quiet ? 'subtle' : 'default'}
          color="gray"
          leftSection={<IconPlus size={14} stroke={1.8} />}
          disabled={disabled ?? false}
          aria-haspopup="listbox"
          aria-expanded={box.dropdownOpened}
          onClick={() => box.toggleDropdown()}
        >
          {label}
        </Button>
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Search
          value={sought}
          aria-label={say('find_column')}
          placeholder={say('find_column')}
          onChange={(event) => {
            setSought(event.currentTarget.value)
            box.selectFirstOption()
          }}
        />
        <Combobox.Options mah={320} style={{ overflowY: 'auto' }} aria-label={label}>
          {fits.length === 0 ? <Combobox.Empty>{say('nothing_fits')}</Combobox.Empty> : null}
          {groupOrder.map((group) => {
            const inGroup = fits.filter((column) => groupOf(column) === group)
            return inGroup.length === 0 ? null : (
              <Combobox.Group key={group} label={sayColumn(group)}>
                {inGroup.map((column) => (
                  <Combobox.Option key={column.column} value={column.column}>
                    {titleOf(column.column, column)}
                  </Combobox.Option>
                ))}
              </Combobox.Group>
            )
          })}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  )
}
