import { Button } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { count } from '../../ui/formats.ts'
import { useLanguage, useWords } from '../../ui/words.ts'
import type { Fresh } from '../list/fresh.ts'
import { gridWords } from './grid.words.ts'

/** A list does not jump under the hands: it says how many rows are others by now, and takes them in when it is asked to. */
export function FreshButton({ fresh: { added, gone, changed, many }, onRefresh }: { fresh: Fresh; onRefresh: () => void }) {
  const say = useWords(gridWords)
  const language = useLanguage()
  const shown = (of: number) => ({ count: of, shown: `${count(of, language)}${many ? '+' : ''}` })
  const parts = [
    added > 0 ? say('fresh_added', shown(added)) : '',
    gone > 0 ? say('fresh_gone', shown(gone)) : '',
    changed > 0 ? say('fresh_changed', shown(changed)) : '',
  ].filter(Boolean)
  return (
    <Button size="compact-sm" variant="light" leftSection={<IconRefresh size={14} stroke={1.8} />} onClick={onRefresh}>
      {parts.join(', ')} · {say('refresh')}
    </Button>
  )
}
