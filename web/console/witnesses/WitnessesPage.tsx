import { Button, Modal, Textarea } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { dropWitness, registerWitness } from '../../../src/keep/receipts/contract.ts'
import { call } from '../../ui/api.ts'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { count, exactly } from '../../ui/formats.ts'
import { Lines } from '../../ui/Loading.tsx'
import { MayButton } from '../../ui/MayButton.tsx'
import { notice } from '../../ui/notices.tsx'
import { Page, Section } from '../../ui/Page.tsx'
import { Sure } from '../../ui/Sure.tsx'
import { useAct } from '../../ui/useAct.ts'
import { useLanguage, useWords } from '../../ui/words.ts'
import { useMe } from '../session/session.ts'
import { type Watched, type Witness, witnessesQuery } from './queries.ts'
import classes from './Witnesses.module.css'
import { witnessesWords } from './witnesses.words.ts'

/** Who outside the company follows the log of receipts, and how far each has come. */
export default function WitnessesPage() {
  const say = useWords(witnessesWords)
  const { data, error, isPending, refetch } = useQuery(witnessesQuery)
  const signed = useSigned()
  return (
    <Page title={say('title')} lead={say('lead')}>
      {isPending ? <Lines count={4} /> : null}
      {error ? <ErrorBox error={error} onRetry={refetch} /> : null}
      {data ? (
        <>
          <Section title={say('now')}>
            <p>{data.log ? signed('now_text', data.log) : say('now_none')}</p>
          </Section>
          <Witnesses watched={data} />
          <Section title={say('how')} lead={say('how_text')}>
            <code className={classes.command}>rapport witness {location.origin}</code>
          </Section>
        </>
      ) : null}
    </Page>
  )
}

function Witnesses({ watched }: { watched: Watched }) {
  const say = useWords(witnessesWords)
  const may = useMe().can('registers.keep')
  const [adding, setAdding] = useState(false)
  const drop = useWitnessAct((witness: string) => call(dropWitness, { params: { witness } }), say('removed'))
  return (
    <Section
      title={say('list')}
      actions={
        <MayButton may={may} why={say('only')} variant="default" leftSection={<IconPlus size={16} stroke={1.6} />} onClick={() => setAdding(true)}>
          {say('add')}
        </MayButton>
      }
    >
      {watched.items.length === 0 ? <p className="faint">{say('none')}</p> : null}
      <ul className={classes.list}>
        {watched.items.map((one) => (
          <li key={one.witness} className={classes.row}>
            <div className={classes.text}>
              {one.name}
              <div className="faint small">
                <Followed witness={one} log={watched.log} />
              </div>
              <code className={classes.key}>{one.key}</code>
            </div>
            {may ? <Sure label={say('remove')} question={say('remove_question')} loading={drop.isPending} onYes={() => drop.mutate(one.witness)} /> : null}
          </li>
        ))}
      </ul>
      {adding ? <Add onClose={() => setAdding(false)} /> : null}
    </Section>
  )
}

function Followed({ witness, log }: { witness: Witness; log: Watched['log'] }) {
  const say = useWords(witnessesWords)
  const language = useLanguage()
  const signed = useSigned()
  if (!witness.last) return say('never')
  const behind = (log?.size ?? 0) - witness.last.size
  return `${signed('signed', witness.last)} · ${behind > 0 ? say('behind', { count: count(behind, language) }) : say('level')}`
}

function Add({ onClose }: { onClose: () => void }) {
  const say = useWords(witnessesWords)
  const [key, setKey] = useState('')
  const save = useWitnessAct((typed: string) => call(registerWitness, { body: { key: typed.trim() } }), say('saved'), onClose)
  return (
    <Modal opened onClose={onClose} title={say('add')}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          save.mutate(key)
        }}
      >
        <Textarea
          label={say('key')}
          description={say('key_hint')}
          value={key}
          maxLength={300}
          autosize
          minRows={2}
          required
          onChange={(event) => setKey(event.currentTarget.value)}
        />
        <Button type="submit" loading={save.isPending} disabled={key.trim() === ''}>
          {say('save')}
        </Button>
      </form>
    </Modal>
  )
}

function useSigned() {
  const say = useWords(witnessesWords)
  const language = useLanguage()
  return (key: 'now_text' | 'signed', of: { size: number; at: string }) => say(key, { size: count(of.size, language), at: exactly(new Date(of.at), language) })
}

function useWitnessAct<I>(run: (input: I) => Promise<Watched>, said: string, then?: () => void) {
  const client = useQueryClient()
  return useAct({
    run,
    then: (watched) => {
      client.setQueryData(witnessesQuery.queryKey, watched)
      notice(said)
      then?.()
    },
  })
}
