import { Button, Modal, SegmentedControl, Textarea } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { addNote } from '../../../src/office/console/contract.ts'
import { changeLead } from '../../../src/office/leads/contract.ts'
import { call } from '../../ui/api.ts'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { phone } from '../../ui/formats.ts'
import { Lines } from '../../ui/Loading.tsx'
import { notice } from '../../ui/notices.tsx'
import { useNaming } from '../../ui/Person.tsx'
import { ui } from '../../ui/ui.words.ts'
import { useAct } from '../../ui/useAct.ts'
import { useWords } from '../../ui/words.ts'
import { cardQuery } from '../card/queries.ts'
import classes from './Leads.module.css'
import { leadsWords } from './leads.words.ts'
import type { Lead } from './queries.ts'

const results = ['reached', 'no_answer'] as const

/** Numbers to call, and what came of it: a line in the timeline, and their first answer. */
export default function CallLead({ lead, onClose }: { lead: Lead; onClose: () => void }) {
  const say = useWords(leadsWords)
  const sayUi = useWords(ui)
  const naming = useNaming()
  const client = useQueryClient()
  const [result, setResult] = useState<(typeof results)[number]>('reached')
  const [text, setText] = useState('')
  const { data, error, isPending, refetch } = useQuery(cardQuery(lead.about.id))
  const save = useAct({
    run: async () => {
      const params = { customer_id: lead.about.id }
      const words = text.trim()
      await call(addNote, { params, body: { text: words ? `${say(result)}. ${words}` : say(result), kind: 'call', direction: 'out' } })
      return call(changeLead, { params: { customer_id: lead.id }, body: { answered: true } })
    },
    then: () => {
      notice(say('call_noted'))
      for (const key of ['leads', 'card', 'timeline']) void client.invalidateQueries({ queryKey: [key] })
      onClose()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate(undefined)
  }
  const points = data?.identifiers.filter(({ kind, shown }) => shown && (kind === 'phone' || kind === 'email')) ?? []
  return (
    <Modal opened onClose={onClose} closeButtonProps={{ 'aria-label': sayUi('close') }} title={say('call_title', { name: naming(lead.about) })}>
      <form onSubmit={submit} className={classes.form}>
        {isPending ? <Lines count={2} /> : null}
        {error ? <ErrorBox error={error} onRetry={refetch} /> : null}
        {data && points.length === 0 ? <p className="quiet">{say('no_number')}</p> : null}
        <ul className={classes.numbers}>
          {points.map(({ id, kind, shown }) => (
            <li key={id}>
              {kind === 'phone' ? (
                <a href={`tel:${(shown ?? '').replaceAll(/[^+\d]/g, '')}`} className="num">
                  {phone(shown ?? '')}
                </a>
              ) : (
                <a href={`mailto:${shown}`}>{shown}</a>
              )}
            </li>
          ))}
        </ul>
        <SegmentedControl aria-label={say('result')} value={result} onChange={setResult} data={results.map((each) => ({ value: each, label: say(each) }))} />
        <Textarea
          data-autofocus
          label={say('call_text')}
          description={say('call_readable')}
          value={text}
          maxLength={9000}
          minRows={3}
          autosize
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <div className={classes.buttons}>
          <Button type="button" variant="subtle" color="gray" onClick={onClose}>
            {sayUi('cancel')}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {say('call_save')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
