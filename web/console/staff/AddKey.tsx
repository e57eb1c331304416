import { Button, Checkbox, CopyButton, Modal, NativeSelect, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { useState } from 'react'
import { addKey } from '../../../src/keep/access/contract.ts'
import { call } from '../../ui/api.ts'
import { ui } from '../../ui/ui.words.ts'
import { useAct } from '../../ui/useAct.ts'
import { useWords } from '../../ui/words.ts'
import { keysQuery } from './queries.ts'
import classes from './Staff.module.css'
import { staffWords } from './staff.words.ts'

const kinds = ['write', 'secret'] as const
const scopes = ['record', 'read', 'change', 'import'] as const
type Scope = (typeof scopes)[number]

/** Makes a key, then shows its secret this once. */
export function AddKey({ onClose }: { onClose: () => void }) {
  const say = useWords(staffWords)
  const sayUi = useWords(ui)
  const client = useQueryClient()
  const [title, setTitle] = useState('')
  const [source, setSource] = useState('')
  const [kind, setKind] = useState<(typeof kinds)[number]>('write')
  const [may, setMay] = useState<readonly Scope[]>(['record'])
  const { mutate, isPending, data } = useAct({
    run: () => call(addKey, { body: { kind, title, source, scopes: kind === 'write' ? ['record'] : [...may], purposes: [] } }),
    then: () => void client.invalidateQueries({ queryKey: keysQuery.queryKey }),
  })
  const ready = title.trim() !== '' && /^[a-z0-9][a-z0-9_.-]{0,39}$/.test(source)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (ready) mutate(undefined)
  }
  if (data) return <Secret secret={data.secret} title={title} onClose={onClose} />
  return (
    <Modal opened onClose={onClose} title={say('add_key')}>
      <form onSubmit={submit} className={classes.form}>
        <TextInput data-autofocus label={say('key_title')} value={title} maxLength={100} onChange={(event) => setTitle(event.currentTarget.value)} />
        <NativeSelect
          label={say('key_kind')}
          value={kind}
          data={kinds.map((each) => ({ value: each, label: say(`kind_${each}`) }))}
          onChange={(event) => setKind(kinds.find((each) => each === event.currentTarget.value) ?? kind)}
        />
        <TextInput
          label={say('key_source')}
          description={say('key_source_hint')}
          value={source}
          maxLength={40}
          onChange={(event) => setSource(event.currentTarget.value.toLowerCase())}
        />
        {kind === 'secret' ? (
          <Checkbox.Group label={say('key_scopes')} value={[...may]} onChange={(next) => setMay(scopes.filter((each) => next.includes(each)))}>
            <div className={classes.scopes}>
              {scopes.map((each) => (
                <Checkbox key={each} value={each} label={say(`scope_${each}`)} />
              ))}
            </div>
          </Checkbox.Group>
        ) : null}
        <div className={classes.buttons}>
          <Button type="button" variant="subtle" color="gray" onClick={onClose}>
            {sayUi('cancel')}
          </Button>
          <Button type="submit" loading={isPending} disabled={!ready}>
            {say('add_key')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}

function Secret({ secret, title, onClose }: { secret: string; title: string; onClose: () => void }) {
  const say = useWords(staffWords)
  const sayUi = useWords(ui)
  return (
    <Modal opened onClose={onClose} title={title} closeOnClickOutside={false}>
      <div className={classes.form}>
        <p>{say('key_once')}</p>
        <code className={classes.secret}>{secret}</code>
        <div className={classes.buttons}>
          <CopyButton value={secret}>
            {({ copied, copy }) => (
              <Button variant="default" onClick={copy}>
                {sayUi(copied ? 'copied' : 'copy')}
              </Button>
            )}
          </CopyButton>
          <Button onClick={onClose}>{say('key_copied')}</Button>
        </div>
      </div>
    </Modal>
  )
}
