import { Button, CopyButton, Textarea } from '@mantine/core'
import { useState } from 'react'
import { type Rule, rule as shape } from '../../../src/office/audiences/rule.ts'
import { complaintOf } from '../../../src/platform/http/complaint.ts'
import { whole } from '../../ui/said.ts'
import { ui } from '../../ui/ui.words.ts'
import { useSaid } from '../../ui/useExplain.ts'
import { useWords } from '../../ui/words.ts'
import classes from './Audiences.module.css'
import { audiencesWords } from './audiences.words.ts'
import { shortOf } from './shortOf.ts'

/** The rule as data: to read, to keep elsewhere, and to bring another one. */
export function RuleJson({ rule, onRule }: { rule: Rule; onRule: (rule: Rule) => void }) {
  const say = useWords(audiencesWords)
  const sayUi = useWords(ui)
  const said = useSaid()
  const text = JSON.stringify(shortOf(rule), null, 2)
  const [written, setWritten] = useState<string>()
  const [wrong, setWrong] = useState<string>()
  const put = () => {
    const found = read(written ?? text)
    if ('rule' in found) {
      setWritten(undefined)
      setWrong(undefined)
      onRule(found.rule)
    } else setWrong(found.place === undefined ? say('json_broken') : `${found.place}: ${whole(said(found.sentence))}`)
  }
  return (
    <div className={classes.json}>
      <Textarea
        aria-label={say('json')}
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
          {say('json_put')}
        </Button>
        {written === undefined ? null : (
          <Button
            size="xs"
            variant="subtle"
            color="gray"
            onClick={() => {
              setWritten(undefined)
              setWrong(undefined)
            }}
          >
            {sayUi('cancel')}
          </Button>
        )}
      </div>
    </div>
  )
}

function read(text: string): { rule: Rule } | { place?: string; sentence: string } {
  try {
    const found = shape.safeParse(JSON.parse(text))
    return found.success ? { rule: found.data } : complaintOf(found.error, 'rule')
  } catch {
    return { sentence: '' }
  }
}
