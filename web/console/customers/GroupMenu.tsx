import { Button, Menu } from '@mantine/core'
import { IconCheck, IconLayoutList } from '@tabler/icons-react'
import { useWords } from '../../ui/words.ts'
import { isGroupable } from '../list/grouping.ts'
import { useColumnTitle } from '../list/names.ts'
import type { ListColumn } from '../list/queries.ts'
import { gridWords } from './grid.words.ts'
import type { Grouping } from './useGrouping.ts'

type GroupMenuProps = {
  group: string | undefined
  known: ReadonlyMap<string, ListColumn>
  grouping: Grouping | undefined
  searched: boolean
  onGroup: (column: string | undefined) => void
}

/** By which column's values the list is put into groups. */
export function GroupMenu({ group, known, grouping, searched, onGroup }: GroupMenuProps) {
  const say = useWords(gridWords)
  const titleOf = useColumnTitle()
  const title = group && known.has(group) ? titleOf(group, known.get(group)) : undefined
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <Button size="compact-sm" variant="subtle" color="gray" leftSection={<IconLayoutList size={15} stroke={1.6} />}>
          {title && !searched ? say('grouped_by', { title }) : say('group')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={420} style={{ overflowY: 'auto' }}>
        {searched ? <Menu.Label>{say('group_found')}</Menu.Label> : null}
        {grouping ? (
          <>
            <Menu.Item onClick={grouping.openAll}>{say('group_open_all')}</Menu.Item>
            <Menu.Item onClick={grouping.closeAll}>{say('group_close_all')}</Menu.Item>
            <Menu.Item onClick={() => onGroup(undefined)}>{say('group_off')}</Menu.Item>
            <Menu.Divider />
          </>
        ) : null}
        <Menu.Label>{say('group_by')}</Menu.Label>
        {[...known.values()].filter(isGroupable).map((column) => (
          <Menu.Item
            key={column.column}
            disabled={searched}
            aria-current={column.column === group || undefined}
            rightSection={column.column === group ? <IconCheck size={15} stroke={1.8} /> : null}
            onClick={() => onGroup(column.column)}
          >
            {titleOf(column.column, column)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
