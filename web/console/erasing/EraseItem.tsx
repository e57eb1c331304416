import { Menu } from '@mantine/core'
import { IconEraser } from '@tabler/icons-react'
import { useWords } from '../../ui/words.ts'
import { useActions } from '../actions/actions.ts'
import { useMe } from '../session/session.ts'
import { erasingWords } from './erasing.words.ts'

/** Erasing, last among what is rarely done with a customer. */
export function EraseItem({ onErase }: { onErase: () => void }) {
  const say = useWords(erasingWords)
  const may = useMe().can('customers.erase')
  return (
    <Menu.Item color="red" leftSection={<IconEraser size={15} stroke={1.6} />} disabled={!may} title={may ? undefined : say('not_your_role')} onClick={onErase}>
      {say('erase')}
    </Menu.Item>
  )
}

/** Offers it in the palette while the card stands. */
export function useEraseAction(onErase: () => void): void {
  const may = useMe().can('customers.erase')
  useActions(erasingWords, may ? [['erase', IconEraser, onErase]] : [])
}
