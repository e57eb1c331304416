import { Button, Checkbox, Modal, NativeSelect, Radio, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { useState } from 'react'
import { addKey } from '../../../src/keep/access/contract.ts'
import { call } from '../../ui/api.ts'
import { SecretOnce } from '../../ui/SecretOnce.tsx'
import { ui } from '../../ui/ui.words.ts'
import { useAct } from '../../ui/useAct.ts'
import { useTroubles } from '../../ui/useTroubles.ts'
import { pick, useLanguage, useWords } from '../../ui/words.ts'
import { purposesQuery } from '../purposes/queries.ts'
import { keysQuery } from './queries.ts'
import classes from './Staff.module.css'
import { staffWords } from './staff.words.ts'

const kinds = ['write', 'secret'] as const
const scopes = ['record', 'read', 'change', 'import', 'consents', 'registers'] as const
type Scope = (typeof scopes)[number]
const places = ['title', 'source', 'scopes', 'purposes'] as const

/** Makes a key, then shows its secret this once. */
export function AddKey({ onClose }: { onClose: () => void }) {
  const say = useWords(staffWords)
  const sayUi = useWords(ui)
  const client = useQueryClient()
  const [title, setTitle] = useState('')
  const [source, setSource] = useState('')
  const [kind, setKind] = useState<(typeof kinds)[number]>('write')
  const [may, setMay] = useState<readonly Scope[]>(['record'])
  const [bound, setBound] = useState(false)
  const [purposes, setPurposes] = useState<readonly string[]>([])
  const troubles = useTroubles(places)
  const { mutate, isPending, data } = useAct({
    run: () => call(addKey, { body: { kind, title, source, scopes: kind === 'write' ? ['record'] : [...may], purposes: bound ? [...purposes] : [] } }),
    told: troubles.take,
    then: () => void client.invalidateQueries({ queryKey: keysQuery.queryKey }),
  })
  const ready = title.trim() !== '' && source !== '' && (kind === 'write' || may.length > 0) && (!bound || purposes.length > 0)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!ready) return
    troubles.clear()
    mutate(undefined)
  }
  if (data) return <SecretOnce secret={data.secret} title={title} lead={say('key_once')} done={say('key_copied')} onClose={onClose} />
  return (
    <Modal opened onClose={onClose} title={say('add_key')} size="lg">
      <form onSubmit={submit} className={classes.form}>
        <TextInput
          data-autofocus
          label={say('key_title')}
          value={title}
          maxLength={100}
          error={troubles.at('title')}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
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
          error={troubles.at('source')}
          onChange={(event) => setSource(event.currentTarget.value.toLowerCase())}
        />
        {kind === 'secret' ? (
          <Checkbox.Group
            label={say('key_scopes')}
            value={[...may]}
            error={troubles.at('scopes')}
            onChange={(next) => setMay(scopes.filter((each) => next.includes(each)))}
          >
            <div className={classes.scopes}>
              {scopes.map((each) => (
                <Checkbox key={each} value={each} label={say(`may_${each}`)} description={say(`may_${each}_hint`)} />
              ))}
            </div>
          </Checkbox.Group>
        ) : null}
        <ForWhat kind={kind} bound={bound} purposes={purposes} error={troubles.at('purposes')} onBound={setBound} onPurposes={setPurposes} />
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

type ForWhatProps = {
  kind: (typeof kinds)[number]
  bound: boolean
  purposes: readonly string[]
  error: string | undefined
  onBound: (bound: boolean) => void
  onPurposes: (purposes: string[]) => void
}

/** Whether the program acts as a clerk does, or for chosen purposes and nothing else. */
function ForWhat({ kind, bound, purposes, error, onBound, onPurposes }: ForWhatProps) {
  const say = useWords(staffWords)
  const language = useLanguage()
  const { data } = useQuery(purposesQuery)
  const page = kind === 'write'
  return (
    <>
      <Radio.Group label={say('key_purposes')} value={bound ? 'these' : 'clerk'} onChange={(next) => onBound(next === 'these')}>
        <div className={classes.scopes}>
          <Radio value="clerk" label={say(page ? 'purposes_all' : 'purposes_clerk')} description={say(page ? 'purposes_all_hint' : 'purposes_clerk_hint')} />
          <Radio value="these" label={say('purposes_these')} description={say(page ? 'purposes_page_hint' : 'purposes_these_hint')} />
        </div>
      </Radio.Group>
      {bound ? (
        <Checkbox.Group label={say('purposes_which')} value={[...purposes]} error={error} onChange={onPurposes}>
          <div className={classes.purposes}>
            {data?.items.map((each) => (
              <Checkbox key={each.code} value={each.code} label={pick(each.title, language) ?? each.code} description={pick(each.description, language)} />
            ))}
          </div>
        </Checkbox.Group>
      ) : null}
    </>
  )
}
