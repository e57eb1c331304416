import { ActionIcon, Menu, Tooltip } from '@mantine/core'
import { IconChecklist, IconDots, IconFileExport, IconFiles, IconTrash } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useWords } from '../../ui/words.ts'
import { useActions } from '../actions/actions.ts'
import { bulkWords } from '../bulk/bulk.words.ts'
import { exportsWords } from '../exports/exports.words.ts'
import { useMe } from '../session/session.ts'
import { trashWords } from '../trash/trash.words.ts'
import { gridWords } from './grid.words.ts'

const look = { size: 16, stroke: 1.6 } as const

/** What is done with the whole list: taken out into a file; and where what was exported, changed and deleted stands. */
export function ListMenu({ onExport }: { onExport: () => void }) {
  const say = useWords(gridWords)
  const sayExports = useWords(exportsWords)
  const sayBulk = useWords(bulkWords)
  const sayTrash = useWords(trashWords)
  const me = useMe()
  const exporting = me.can('exports.run')
  useActions(exportsWords, exporting ? [['export_seen', IconFileExport, onExport]] : [])
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Tooltip label={say('list_menu')}>
          <ActionIcon size="lg" color="gray" aria-label={say('list_menu')}>
            <IconDots size={18} stroke={1.6} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          disabled={!exporting}
          title={exporting ? undefined : sayExports('not_your_role')}
          leftSection={<IconFileExport {...look} />}
          onClick={onExport}
        >
          {sayExports('export_seen')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item component={Link} to="/exports" leftSection={<IconFiles {...look} />}>
          {sayExports('title')}
        </Menu.Item>
        <Menu.Item component={Link} to="/bulk" leftSection={<IconChecklist {...look} />}>
          {sayBulk('title')}
        </Menu.Item>
        <Menu.Item component={Link} to="/trash" leftSection={<IconTrash {...look} />}>
          {sayTrash('title')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
