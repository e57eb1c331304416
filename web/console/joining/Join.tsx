import { Button, Radio, SegmentedControl } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { reasonsToJoin } from '../../../src/keep/door/contract.ts'
import { mergeCustomer } from '../../../src/office/console/contract.ts'
import { call } from '../../ui/api.ts'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { Lines } from '../../ui/Loading.tsx'
import { notice } from '../../ui/notices.tsx'
import { useNaming } from '../../ui/Person.tsx'
import { ui } from '../../ui/ui.words.ts'
import { useAct } from '../../ui/useAct.ts'
import { capital, useWords } from '../../ui/words.ts'
import type { Card } from '../card/queries.ts'
import classes from './Joining.module.css'
import { joiningWords } from './joining.words.ts'
import { comparisonQuery, type Leading, readAgain } from './queries.ts'
import { SideBySide } from './SideBySide.tsx'

type Reason = (typeof reasonsToJoin)[number]

type JoinProps = {
  card: Pick<Card, 'id' | 'kind' | 'name'>
  other: string
  /** Back to looking for another. */
  onOther?: () => void
  onClose?: () => void
  /** The card that stays. */
  onJoined: (into: string) => void
}

/** Both side by side: which card stays, which value leads, how it is known; then they are one. */
export function Join({ card, other, onOther, onClose, onJoined }: JoinProps) {
  const say = useWords(joiningWords)
  const sayUi = useWords(ui)
  const naming = useNaming()
  const client = useQueryClient()
  const [into, setInto] = useState(card.id)
  const [why, setWhy] = useState<Reason>()
  const [leading, setLeading] = useState<Leading>({})
  const from = into === card.id ? other : card.id
  const { data, error, refetch } = useQuery(comparisonQuery(from, into))
  const { mutate, isPending } = useAct({
    run: (reason: Reason) => call(mergeCustomer, { params: { customer_id: from }, body: { into, why: reason, leading } }),
    then: () => {
      notice(say('done', { name: data ? naming(data.into) : '' }))
      readAgain(client)
      onJoined(into)
    },
  })
  if (error) return <ErrorBox error={error} onRetry={refetch} />
  if (!data) return <Lines count={8} />
  const theOther = into === card.id ? data.from : data.into
  const turn = (next: string) => {
    setInto(next)
    setLeading(Object.fromEntries(Object.entries(leading).map(([field, side]) => [field, side === 'from' ? 'into' : 'from'])))
  }
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
              onChange={turn}
              data={[
                { value: card.id, label: naming({ kind: card.kind, name: card.name }) },
                { value: other, label: naming(theOther) },
              ]}
            />
            <span className="faint small">{say('stays_text')}</span>
          </div>
          <SideBySide both={data} leading={leading} onLead={(field, side) => setLeading({ ...leading, [field]: side })} />
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
        {onOther ? (
          <Button variant="subtle" color="gray" onClick={onOther} mr="auto">
            {say('choose_another')}
          </Button>
        ) : null}
        {onClose ? (
          <Button variant="subtle" color="gray" onClick={onClose}>
            {sayUi('cancel')}
          </Button>
        ) : null}
        <Button disabled={!why || data.one} loading={isPending} onClick={() => (why ? mutate(why) : undefined)}>
          {say('join')}
        </Button>
      </div>
    </div>
  )
}
