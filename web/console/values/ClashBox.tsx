import { Button, Group, Modal } from '@mantine/core'
import { sourceWords } from '../../ui/field.words.ts'
import { When } from '../../ui/values.tsx'
import { useCodeWords, useWords } from '../../ui/words.ts'
import { useFieldTitle, useFieldValue } from './fieldValue.ts'
import type { Clash } from './useWrites.ts'
import classes from './Values.module.css'
import { valuesWords } from './values.words.ts'

/** Two people wrote one field: both values side by side, and which of them shall stand. */
export function ClashBox({ clash, onSettle }: { clash: Clash; onSettle: (choice: 'mine' | 'theirs') => void }) {
  const say = useWords(valuesWords)
  const source = useCodeWords(sourceWords)
  const shown = useFieldValue()
  const title = useFieldTitle()(clash.field)
  const words = (value: string | null) => shown({ ...clash.field, value }) ?? say('empty')
  const { theirs } = clash
  return (
    <Modal opened onClose={() => onSettle('theirs')} title={say('clash', { field: title })}>
      <p>{say('clash_text')}</p>
      <dl className={classes.clash}>
        <div>
          <dt>{say('mine')}</dt>
          <dd>{words(clash.mine)}</dd>
        </div>
        <div>
          <dt>{say('theirs')}</dt>
          <dd>{words(theirs.value)}</dd>
          <dd className="faint small">
            {theirs.by?.name ?? source(theirs.by?.kind ?? 'service')} · <When at={theirs.changed_at} as="both" />
          </dd>
        </div>
      </dl>
      <p className="faint small">{say('clash_history')}</p>
      <Group gap={8} justify="flex-end" mt="md">
        <Button variant="default" data-autofocus onClick={() => onSettle('theirs')}>
          {say('keep_theirs')}
        </Button>
        <Button onClick={() => onSettle('mine')}>{say('keep_mine')}</Button>
      </Group>
    </Modal>
  )
}
