import { Button, NativeSelect, Textarea } from '@mantine/core'
import { IconLock, IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { askSql, stopSql } from '../../../src/office/analyst/contract.ts'
import { call } from '../../ui/api.ts'
import { Empty } from '../../ui/Empty.tsx'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { count } from '../../ui/formats.ts'
import { Page, Section } from '../../ui/Page.tsx'
import { useAct } from '../../ui/useAct.ts'
import { useLanguage, useWords } from '../../ui/words.ts'
import { useMe } from '../session/session.ts'
import { AnswerView } from './AnswerView.tsx'
import { History } from './History.tsx'
import { historyQuery } from './queries.ts'
import classes from './Sql.module.css'
import { sqlWords } from './sql.words.ts'
import { Tables } from './Tables.tsx'
import { exampleNames, examples } from './tables.ts'

const limits = [100, 1_000, 10_000] as const

/** Asks the copy for analysis in SQL: the question, its answer, what can be asked and what was. */
export default function SqlPage() {
  const say = useWords(sqlWords)
  const { can } = useMe()
  if (!can('analysis.sql')) return <Empty whole icon={IconLock} title={say('not_for_role')} text={say('not_for_role_text')} />
  return <Asking />
}

function Asking() {
  const say = useWords(sqlWords)
  const language = useLanguage()
  const client = useQueryClient()
  const [sql, setSql] = useState<string>(examples.months)
  const [limit, setLimit] = useState<number>(1_000)
  const field = useRef<HTMLTextAreaElement>(null)
  const ask = useMutation({
    mutationFn: (said: { sql: string; limit: number }) => call(askSql, { body: said }),
    onSettled: () => client.invalidateQueries({ queryKey: historyQuery.queryKey }),
  })
  const stop = useAct({ run: () => call(stopSql, { body: {} }), then: () => undefined })
  const run = () => {
    if (sql.trim() !== '' && !ask.isPending) ask.mutate({ sql, limit })
  }
  const take = (text: string) => {
    setSql(text)
    field.current?.focus()
  }
  return (
    <Page title={say('title')} lead={say('lead')} width="wide">
      <div className={classes.asking}>
        <Textarea
          ref={field}
          label={say('question')}
          description={say('question_hint')}
          classNames={{ input: classes.input ?? '' }}
          value={sql}
          autosize
          minRows={6}
          maxRows={24}
          maxLength={20_000}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => setSql(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
            event.preventDefault()
            run()
          }}
        />
        <div className={classes.deeds}>
          <NativeSelect
            label={say('limit')}
            value={String(limit)}
            data={limits.map((each) => ({ value: String(each), label: count(each, language) }))}
            onChange={(event) => setLimit(Number(event.currentTarget.value))}
          />
          <Button leftSection={<IconPlayerPlay size={16} stroke={1.7} />} disabled={sql.trim() === '' || ask.isPending} onClick={run}>
            {say('run')}
          </Button>
          {ask.isPending ? (
            <Button variant="default" leftSection={<IconPlayerStop size={16} stroke={1.7} />} loading={stop.isPending} onClick={() => stop.mutate(undefined)}>
              {say('stop')}
            </Button>
          ) : null}
        </div>
        <p className="faint small">{say('bounds')}</p>
        <p className="faint small">{say('kept')}</p>
      </div>
      <div role="status">{ask.isPending ? <p>{say('running')}</p> : null}</div>
      {ask.error && !ask.isPending ? <ErrorBox error={ask.error} /> : null}
      {ask.data && !ask.isPending ? <AnswerView answer={ask.data} /> : null}
      <Section title={say('examples')}>
        <div className={classes.examples}>
          {exampleNames.map((name) => (
            <Button key={name} size="compact-sm" variant="default" onClick={() => take(examples[name])}>
              {say(`ex_${name}`)}
            </Button>
          ))}
        </div>
      </Section>
      <History onTake={take} />
      <Tables />
    </Page>
  )
}
