import { Button, NativeSelect, NumberInput, Textarea, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { mostDays, type Right, rightsKinds } from '../../../src/keep/rights/cases/shapes.ts'
import { askMyErasure, askMyRight } from '../../../src/keep/rights/contract.ts'
import { call } from '../../ui/api.ts'
import { ChooseCovers, useCovers } from '../../ui/Covers.tsx'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { count, dayOf } from '../../ui/formats.ts'
import { notice } from '../../ui/notices.tsx'
import { useNow } from '../../ui/now.ts'
import { useAct } from '../../ui/useAct.ts'
import { useLanguage, useWords } from '../../ui/words.ts'
import { Part } from '../shell/Leaf.tsx'
import { aboutOf, useSubjects } from './about.ts'
import { Confirming } from './Confirming.tsx'
import { erasureQuery, type Now, useRenewed } from './queries.ts'
import classes from './Rights.module.css'
import { rightsWords } from './rights.words.ts'

/** One short form for each right: what it does, until when we answer, and a button. What it is about may stand in the address. */
export function Asking({ now }: { now: Now }) {
  const say = useWords(rightsWords)
  const { ask = 'rectify' } = useSearch({ from: '/mine/my/rights' })
  const navigate = useNavigate()
  const choose = (right: string) => {
    const found = rightsKinds.find((one) => one === right)
    if (found) void navigate({ to: '/my/rights', search: { ask: found }, replace: true })
  }
  return (
    <Part title={say('wish')}>
      <div className={classes.form}>
        <NativeSelect
          aria-label={say('wish')}
          value={ask}
          data={rightsKinds.map((right) => ({ value: right, label: say(right) }))}
          onChange={(event) => choose(event.currentTarget.value)}
        />
        <p className="quiet">{say(`${ask}_lead`)}</p>
        {ask === 'erase' ? <Erasing now={now} /> : <Form key={ask} right={ask} now={now} />}
      </div>
    </Part>
  )
}

type Asked = Exclude<Right, 'erase'>

function Form({ right, now }: { right: Asked; now: Now }) {
  const say = useWords(rightsWords)
  const language = useLanguage()
  const today = useNow()
  const renewed = useRenewed()
  const search = useSearch({ from: '/mine/my/rights' })
  const choices = useSubjects(right, now, search.about)
  const [about, setAbout] = useState(search.about ?? choices[0]?.value ?? '')
  const [value, setValue] = useState('')
  const [words, setWords] = useState('')
  const [kind = 'field', ...names] = about.split('.')
  const name = names.join('.')
  const isField = right === 'rectify' && kind === 'field'
  const purpose = kind === 'purpose' ? now.purposes.find(({ code }) => code === name) : undefined
  const ground = right === 'object' ? purpose?.object : null
  const holds = right === 'restrict' || (right === 'object' && purpose?.at_once === true)
  const day = dayOf(new Date(now.due[right] ?? today), today, language)
  const send = useAct({
    run: () =>
      call(askMyRight, {
        body: {
          right,
          ...(choices.length > 0 && name !== '' ? { about: aboutOf(about) } : {}),
          ...(words.trim() === '' ? {} : { words }),
          ...(isField ? { value } : {}),
        },
      }),
    then: (made) => {
      notice(made.state === 'open' ? say('sent', { day }) : made.outcome === 'refused' ? say('answered_no') : say('done'))
      setValue('')
      setWords('')
      renewed()
    },
  })
  const needsWords = right === 'complaint' || (right === 'rectify' && !isField)
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        send.mutate(undefined)
      }}
    >
      {choices.length > 0 ? (
        <NativeSelect
          label={say(right === 'object' ? 'purpose' : 'what')}
          value={about}
          data={choices}
          onChange={(event) => setAbout(event.currentTarget.value)}
        />
      ) : null}
      {isField ? (
        <TextInput
          label={say('value')}
          description={say('value_hint')}
          value={value}
          maxLength={2000}
          onChange={(event) => setValue(event.currentTarget.value)}
        />
      ) : null}
      <Textarea
        label={say(needsWords ? 'words' : 'words_optional')}
        required={needsWords}
        value={words}
        maxLength={2000}
        rows={3}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      <p>{ground ? say(`ground_${ground}`) : holds ? say('at_once') : say('due', { day })}</p>
      <div>
        <Button type="submit" loading={send.isPending}>
          {say('send')}
        </Button>
      </div>
    </form>
  )
}

function Erasing({ now }: { now: Now }) {
  const say = useWords(rightsWords)
  const language = useLanguage()
  const renewed = useRenewed()
  const covers = useCovers()
  const { chosen = 'everything' } = covers
  const { data, error, refetch } = useQuery({ ...erasureQuery(chosen), enabled: covers.chosen !== undefined })
  const [days, setDays] = useState(7)
  const erase = useAct({
    run: () => call(askMyErasure, { body: { covers: chosen, seen: data?.etag ?? '', days } }),
    then: () => {
      notice(say('done'))
      renewed()
    },
  })
  if (error) return <ErrorBox error={error} onRetry={refetch} />
  const hold = data?.holds[0]
  const nothing = data?.gone.length === 0
  return (
    <div className={classes.form}>
      <ChooseCovers of={covers} />
      {data ? (
        <p>
          {say('goes', {
            count: count(
              data.gone.reduce((sum, one) => sum + one.count, 0),
              language,
            ),
          })}
        </p>
      ) : null}
      <p>{say(chosen === 'everything' ? 'stays' : 'stays_part', { count: count(data?.stays.find(({ what }) => what === 'rest')?.count ?? 0, language) })}</p>
      {hold ? <p>{say(`held_${hold}`)}</p> : null}
      <NumberInput
        label={say('days')}
        value={days}
        min={0}
        max={mostDays}
        clampBehavior="strict"
        allowDecimal={false}
        onChange={(said) => setDays(Number(said) || 0)}
      />
      {now.confirmed ? (
        <div>
          <Button
            color="red"
            loading={erase.isPending}
            disabled={!data || covers.chosen === undefined || nothing || hold !== undefined || now.erased_from !== null}
            onClick={() => erase.mutate(undefined)}
          >
            {say(chosen === 'everything' ? 'erase_now' : 'erase_part')}
          </Button>
        </div>
      ) : (
        <Confirming onDone={renewed} />
      )}
    </div>
  )
}
