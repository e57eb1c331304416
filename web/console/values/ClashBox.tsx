import { Button, Group, Modal } from '@mantine/core'
import type { z } from 'zod'
import type { actor } from '../../../src/office/console/shapes.ts'
import { sourceWords } from '../../ui/field.words.ts'
import { When } from '../../ui/values.tsx'
import { useCodeWords, useWords } from '../../ui/words.ts'
import classes from './Values.module.css'
import { valuesWords } from './values.words.ts'

type ClashBoxProps = {
  title: string
  /** In words; null for nothing. */
  mine: string | null
  theirs: string | null
  by: z.output<typeof actor> | null
  at: string | null
  onSettle: (choice: 'mine' | 'theirs') => void
}

/** Two people wrote one field: both values side by side, and which of them shall stand. */
export function ClashBox({ title, mine, theirs, by, at, onSettle }: ClashBoxProps) {
  const say = useWords(valuesWords)
  const source = useCodeWords(sourceWords)
  return (
    <Modal opened onClose={() => onSettle('theirs')} title={say('clash', { field: title })}>
      <p>{say('clash_text')}</p>
      <dl className={classes.clash}>
        <div>
          <dt>{say('mine')}</dt>
          <dd>{mine ?? say('empty')}</dd>
        </div>
        <div>
          <dt>{say('theirs')}</dt>
          <dd>{theirs ?? say('empty')}</dd>
          {at ? (
            <dd className="faint small">
              {by ? `${by.name ?? source(by.kind)} · ` : ''}
              <When at={at} as="both" />
            </dd>
          ) : null}
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
