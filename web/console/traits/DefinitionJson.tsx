import { Button, CopyButton, Textarea } from '@mantine/core'
import { useState } from 'react'
import { traitDefinition } from '../../../src/office/audiences/traits/contract.ts'
import { complaintOf } from '../../../src/platform/http/complaint.ts'
import { whole } from '../../ui/said.ts'
import { ui } from '../../ui/ui.words.ts'
import { useSaid } from '../../ui/useExplain.ts'
import { useWords } from '../../ui/words.ts'
import audiences from '../audiences/Audiences.module.css'
import type { TraitDefinition } from './queries.ts'
import { traitsWords } from './traits.words.ts'

/** The definition as data: to read, to keep elsewhere, and to bring another one. */
export function DefinitionJson({ definition, onDefinition }: { definition: TraitDefinition; onDefinition: (definition: TraitDefinition) => void }) {
  const say = useWords(traitsWords)
  const sayUi = useWords(ui)
  const said = useSaid()
  const text = JSON.stringify(definition, null, 2)
  const [written, setWritten] = useState<string>()
  const [wrong, setWrong] = useState<string>()
  const put = () => {
    const found = read(written ?? text)
    if (!('definition' in found)) {
      setWrong(found.place === undefined ? say('json_broken') : `${found.place}: ${whole(said(found.sentence))}`)
      return
    }
    setWritten(undefined)
    setWrong(undefined)
    onDefinition(found.definition)
  }
  return (
    <div className={audiences.json}>
      <Textarea
        aria-label={say('json')}
        autosize
        minRows={4}
        maxRows={18}
        spellCheck={false}
        classNames={{ input: audiences.code ?? '' }}
        value={written ?? text}
        error={wrong}
        onChange={(event) => setWritten(event.currentTarget.value)}
      />
      <div className={audiences.jsonDeeds}>
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
      </div>
    </div>
  )
}

function read(text: string): { definition: TraitDefinition } | { place?: string; sentence: string } {
  try {
    const found = traitDefinition.safeParse(JSON.parse(text))
    return found.success ? { definition: found.data } : complaintOf(found.error, 'definition')
  } catch {
    return { sentence: '' }
  }
}
