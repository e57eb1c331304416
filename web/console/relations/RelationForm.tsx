import { Button, Checkbox, NativeSelect, SegmentedControl, TextInput } from '@mantine/core'
import type { FormEvent } from 'react'
import { useState } from 'react'
import { addCustomer, addRelation } from '../../../src/office/console/contract.ts'
import { call } from '../../ui/api.ts'
import { DayInput } from '../../ui/DayInput.tsx'
import { notice, trouble } from '../../ui/notices.tsx'
import { ui } from '../../ui/ui.words.ts'
import { useAct } from '../../ui/useAct.ts'
import { useWords } from '../../ui/words.ts'
import { type Relation, type RelationKind, relationKinds } from './queries.ts'
import classes from './Relations.module.css'
import { relationsWords } from './relations.words.ts'
import { useChangeRelation, useRefreshRelations } from './useRelation.ts'
import { WhoPicker } from './WhoPicker.tsx'

const [earliest, latest] = ['1900-01-01', '2100-12-31']
const isKind = (value: string): value is RelationKind => relationKinds.some((kind) => kind === value)
const ofPerson: readonly RelationKind[] = ['employer', 'household', 'family', 'guardian', 'referred_by']
const ofOrganisation: readonly RelationKind[] = ['part_of', 'contact_person', 'referred_by']

type RelationFormProps = { customerId: string; kindOf?: 'person' | 'organisation'; people?: boolean; of?: Relation; onDone: () => void }

/**
 * Says how a customer stands to another: somebody known, or a person who is entered in the same step. `people`: somebody who works at this
 * organisation. With `of` the relation that is changed.
 */
export function RelationForm({ customerId, kindOf = 'person', people = false, of, onDone }: RelationFormProps) {
  const say = useWords(relationsWords)
  const sayUi = useWords(ui)
  const refresh = useRefreshRelations()
  const kinds = kindOf === 'person' ? ofPerson : ofOrganisation
  const [kind, setKind] = useState<RelationKind>(people ? 'employer' : (kinds[0] ?? 'family'))
  const [fresh, setFresh] = useState(false)
  const [other, setOther] = useState<string | null>(null)
  const [typed, setTyped] = useState<Record<string, string>>({})
  const [position, setPosition] = useState(of?.position ?? '')
  const [head, setHead] = useState(of?.role === 'head')
  const [since, setSince] = useState(of?.since ?? '')
  const [until, setUntil] = useState(of?.until ?? '')
  const text = (key: string) => typed[key]?.trim() ?? ''
  const said = () => ({
    position: position.trim() || null,
    since: since || null,
    until: until || null,
    title: head ? 'head' : of && of.role !== 'head' ? of.role : null,
  })
  const add = useAct({
    run: async () => {
      const id = fresh ? await entered() : other
      if (id === null) return null
      const [from, to] = people ? [id, customerId] : [customerId, id]
      await call(addRelation, { params: { customer_id: from }, body: { ...said(), other_id: to, kind } })
      return id
    },
    then: (id) => {
      if (id === null) return trouble(say('known_already'))
      notice(say('added', { name: fresh ? [text('surname'), text('name')].filter(Boolean).join(' ') : say(people ? 'people' : 'relations') }))
      refresh(customerId, id)
      onDone()
    },
  })
  async function entered(): Promise<string | null> {
    const fields = Object.fromEntries(['surname', 'name'].map((key) => [key, text(key)]).filter(([, value]) => value))
    const identifiers = (['phone', 'email'] as const).map((each) => ({ kind: each, value: text(each) })).filter((each) => each.value)
    const made = await call(addCustomer, { body: { kind: 'person', fields, identifiers } })
    return made.existed ? null : made.id
  }
  const change = useChangeRelation(customerId)
  const whole = of !== undefined || (fresh ? Boolean(text('surname') || text('name')) : other !== null)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!whole) return
    if (of) change.mutate({ of, to: said(), said: 'changed' }, { onSuccess: onDone })
    else add.mutate(undefined)
  }
  const works = people || kind === 'employer' || of?.kind === 'employer' || of?.kind === 'contact_person' || kind === 'contact_person'
  const wanted = people || kind === 'contact_person' ? 'person' : kind === 'employer' || kind === 'part_of' ? 'organisation' : undefined
  return (
    <form className={classes.form} onSubmit={submit} onKeyDown={(event) => (event.key === 'Escape' ? onDone() : undefined)}>
      {of ? null : (
        <>
          {people ? (
            <SegmentedControl
              fullWidth
              aria-label={say('who')}
              value={fresh ? 'new' : 'known'}
              onChange={(value) => setFresh(value === 'new')}
              data={[
                { value: 'known', label: say('who_known') },
                { value: 'new', label: say('who_new') },
              ]}
            />
          ) : (
            <NativeSelect
              label={say('kind')}
              value={kind}
              data={kinds.map((each) => ({ value: each, label: say(`as_${each}`) }))}
              onChange={({ currentTarget }) => {
                if (isKind(currentTarget.value)) setKind(currentTarget.value)
                setOther(null)
              }}
            />
          )}
          {fresh ? (
            <div className={classes.two}>
              {(['surname', 'name', 'phone', 'email'] as const).map((key) => (
                <TextInput
                  key={key}
                  label={say(key === 'name' ? 'given' : key)}
                  value={typed[key] ?? ''}
                  maxLength={200}
                  onChange={({ currentTarget }) => setTyped({ ...typed, [key]: currentTarget.value })}
                />
              ))}
            </div>
          ) : (
            <WhoPicker value={other} onChange={setOther} not={customerId} kind={wanted} />
          )}
        </>
      )}
      {works ? (
        <>
          <TextInput label={say('position')} value={position} maxLength={120} onChange={(event) => setPosition(event.currentTarget.value)} />
          <Checkbox label={say('is_head')} checked={head} onChange={(event) => setHead(event.currentTarget.checked)} />
        </>
      ) : null}
      <div className={classes.two}>
        <DayInput label={say('since')} value={since} min={earliest} max={latest} onChange={setSince} />
        <DayInput label={say('until')} value={until} min={since || earliest} max={latest} onChange={setUntil} />
      </div>
      <div className={classes.buttons}>
        <Button type="button" size="xs" variant="subtle" color="gray" onClick={onDone}>
          {sayUi('cancel')}
        </Button>
        <Button type="submit" size="xs" loading={add.isPending || change.isPending} disabled={!whole}>
          {sayUi('save')}
        </Button>
      </div>
    </form>
  )
}
