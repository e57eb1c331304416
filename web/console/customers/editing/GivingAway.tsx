import { Button, Modal } from '@mantine/core'
import { useWords } from '../../../ui/words.ts'
import { unseenWords } from '../../work/index.ts'
import classes from '../NewCustomer.module.css'
import type { Edits } from './useEdits.ts'

/** Said before a cell gives a customer away whom one would not see any more. */
export default function GivingAway({ onSettle }: { onSettle: Edits['settle'] }) {
  const say = useWords(unseenWords)
  return (
    <Modal opened onClose={() => onSettle(false)} title={say('giving')}>
      <div className={classes.form}>
        <p>{say('lost_this')}</p>
        <div className={classes.buttons}>
          <Button variant="default" onClick={() => onSettle(true)}>
            {say('give_away')}
          </Button>
          <Button data-autofocus onClick={() => onSettle(false)}>
            {say('stay')}
          </Button>
        </div>
      </div>
    </Modal>
  )
}
