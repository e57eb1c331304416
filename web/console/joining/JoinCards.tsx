import { Button, Modal, Radio, SegmentedControl, TextInput, UnstyledButton } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { reasonsToJoin } from '../../../src/keep/door/contract.ts'
import { mergeCustomer } from '../../../src/office/console/contract.ts'
import { call } from '../../ui/api.ts'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { Lines } from '../../ui/Loading.tsx'
import { notice } from '../../ui/notices.tsx'
import { Face, Name, useNaming } from '../../ui/Person.tsx'
import { ui } from '../../ui/ui.words.ts'
import { useAct } from '../../ui/useAct.ts'
import { capital, useWords } from '../../ui/words.ts'
import type { Card } from '../card/queries.ts'
import classes from './Joining.module.css'
import { joiningWords } from './joining.words.ts'
import { comparisonQuery, othersQuery, readAgain } from './queries.ts'
import { SideBySide } from './SideBySide.tsx'

type Reason = (typeof reasonsToJoin)[number]

/** Find the other card, see both side by side, say how it is known, and join them. */
export default function JoinCards({ card, title, onClose }: { card: Card; title: string; onClose: () => void }) {
  const [other, setOther] = useState<string>()
  return (
    <Modal opened onClose={onClose} title={title} size="xl">
      {other ? <Join card={card} other={other} onOther={() => setOther(undefined)} onClose={onClose} /> : <Find card={card} onFound={setOther} />}
    </Modal>
  )
}

function Find({ card, onFound }: { card: Card; onFound: (id: string) => void }) {
  const say = useWords(joiningWords)
  const [typed, setTyped] = useState('')
  const [query] = useDebouncedValue(typed.trim(), 150)
  const { data, isFetching } = useQuery(othersQuery(query))
  const others = (query.length > 1 ? (data?.items ?? []) : []).filter((each) => each.id !== card.id && each.kind === card.kind)
  return (
    <div className={classes.stack}>
      <TextInput
        data-autofocus
        label={say('find')}
        placeholder={say('find_hint')}
        value={typed}
        maxLength={200}
        autoComplete="off"
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <ul className={classes.found}>
        {others.map((each) => (
          <li key={each.id}>
            <UnstyledButton className={classes.hit} onClick={() => onFound(each.id)}>
              <Face who={each} size={28} />
              <Name who={each} />
            </UnstyledButton>
          </li>
        ))}
      </ul>
      {query.length > 1 && data && !isFetching && others.length === 0 ? <p className="quiet small">{say('find_none', { query })}</p> : null}
    </div>
  )
}

function Join({ card, other, onOther, onClose }: { card: Card; other: string; onOther: () => void; onClose: () => void }) {
  const say = useWords(joiningWords)
  const sayUi = useWords(ui)
  const naming = useNaming()
  const client = useQueryClient()
  const navigate = useNavigate()
  const [into, setInto] = useState(card.id)
  const [why, setWhy] = useState<Reason>()
  const from = into === card.id ? other : card.id
  const { data, error, refetch } = useQuery(comparisonQuery(from, into))
  const { mutate, isPending } = useAct({
    run: (reason: Reason) => call(mergeCustomer, { params: { customer_id: from }, body: { into, why: reason } }),
    then: () => {
      notice(say('done', { name: data ? naming(data.into) : '' }))
      readAgain(client)
      onClose()
      if (into !== card.id) void navigate({ to: '/customers/$customerId', params: { customerId: into } })
    },
  })
  if (error) return <ErrorBox error={error} onRetry={refetch} />
  if (!data) return <Lines count={8} />
  const theOther = into === card.id ? data.from : data.into
  return (
    <div className={classes.stack}>
      {data.one ? (
        <p className="quiet">{say('one_already')}</p>
      ) : (
        <>
          <div className={classes.choices}>
            <span className={classes.question}>{say('stays')}</span>
            <SegmentedControl
              aria-label={say('stays')}
              value={into}
              onChange={setInto}
              data={[
                { value: card.id, label: naming({ kind: card.kind, name: card.name }) },
                { value: other, label: naming(theOther) },
              ]}
            />
            <span className="faint small">{say('stays_text')}</span>
          </div>
          <SideBySide both={data} />
          <Radio.Group label={say('why')} value={why ?? ''} onChange={(next) => setWhy(reasonsToJoin.find((r) => r === next))}>
            <div className={classes.choices}>
              {reasonsToJoin.map((reason) => (
                <Radio key={reason} value={reason} label={capital(say(`why_${reason}`))} />
              ))}
            </div>
          </Radio.Group>
        </>
      )}
      <div className={classes.buttons}>
        <Button variant="subtle" color="gray" onClick={onOther} mr="auto">
          {say('choose_another')}
        </Button>
        <Button variant="subtle" color="gray" onClick={onClose}>
          {sayUi('cancel')}
        </Button>
        <Button disabled={!why || data.one} loading={isPending} onClick={() => (why ? mutate(why) : undefined)}>
          {say('join')}
        </Button>
      </div>
    </div>
  )
}
