import { Button, CopyButton, Textarea } from '@mantine/core'
import { useState } from 'react'
import type { z } from 'zod'
import { complaintOf } from '../../../src/platform/http/complaint.ts'
import { whole } from '../../ui/said.ts'
import { ui } from '../../ui/ui.words.ts'
import { useSaid } from '../../ui/useExplain.ts'
import { useWords } from '../../ui/words.ts'
import classes from './Audiences.module.css'
import { audiencesWords } from './audiences.words.ts'

type JsonInputProps<T> = {
  /** How what stands is written. */
  shown: unknown
  shape: z.ZodType<T>
  /** What places in complaints begin with. */
  root: string
  labels: { text: string; put: string }
  onPut: (read: T) => void
}

/** Data as it is kept: to read, to keep elsewhere, and to bring other data. */
export function JsonInput<T>({ shown, shape, root, labels, onPut }: JsonInputProps<T>) {
  const say = useWords(audiencesWords)
  const sayUi = useWords(ui)
  const said = useSaid()
  const text = JSON.stringify(shown, null, 2)
  const [written, setWritten] = useState<string>()
  const [wrong, setWrong] = useState<string>()
  const leave = () => {
    setWritten(undefined)
    setWrong(undefined)
  }
  const put = () => {
    const found = read(shape, written ?? text, root)
    if ('data' in found) {
      leave()
      onPut(found.data)
    } else setWrong(found.place === undefined ? say('json_broken') : `${found.place}: ${whole(said(found.sentence))}`)
  }
  return (
    <div className={classes.json}>
      <Textarea
        aria-label={labels.text}
        autosize
        minRows={4}
        maxRows={18}
        spellCheck={false}
        classNames={{ input: classes.code ?? '' }}
        value={written ?? text}
        error={wrong}
        onChange={(event) => setWritten(event.currentTarget.value)}
      />
      <div className={classes.jsonDeeds}>
        <CopyButton value={written ?? text}>
          {({ copied, copy }) => (
            <Button size="xs" variant="default" onClick={copy}>
              {sayUi(copied ? 'copied' : 'copy')}
            </Button>
          )}
        </CopyButton>
        <Button size="xs" disabled={written === undefined} onClick={put}>
          {labels.put}
        </Button>
        {written === undefined ? null : (
          <Button size="xs" variant="subtle" color="gray" onClick={leave}>
            {sayUi('cancel')}
          </Button>
        )}
      </div>
    </div>
  )
}

function read<T>(shape: z.ZodType<T>, text: string, root: string): { data: T } | { place?: string; sentence: string } {
  try {
    const found = shape.safeParse(JSON.parse(text))
    return found.success ? { data: found.data } : complaintOf(found.error, root)
  } catch {
    return { sentence: '' }
  }
}
