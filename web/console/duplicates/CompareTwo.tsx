import { Modal } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { ui } from '../../ui/ui.words.ts'
import { useWords } from '../../ui/words.ts'
import { Join } from '../joining/Join.tsx'
import { Because } from './Because.tsx'
import { duplicatesWords } from './duplicates.words.ts'
import type { Duplicate } from './queries.ts'

/** From the hint on a card: both side by side. */
export default function CompareTwo({ pair, onClose }: { pair: Duplicate; onClose: () => void }) {
  const say = useWords(duplicatesWords)
  const sayUi = useWords(ui)
  const navigate = useNavigate()
  return (
    <Modal opened onClose={onClose} title={say('compare_title')} size="xl" closeButtonProps={{ 'aria-label': sayUi('close') }}>
      <Because pair={pair} />
      <Join
        card={pair.one}
        other={pair.other.id}
        onClose={onClose}
        onJoined={(into) => {
          onClose()
          if (into !== pair.one.id) void navigate({ to: '/customers/$customerId', params: { customerId: into } })
        }}
      />
    </Modal>
  )
}
