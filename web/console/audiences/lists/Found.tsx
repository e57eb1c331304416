import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect } from 'react'
import { rejectedRows } from '../../../../src/keep/imports/contract.ts'
import { ErrorBox } from '../../../ui/ErrorBox.tsx'
import { count } from '../../../ui/formats.ts'
import { Lines } from '../../../ui/Loading.tsx'
import { useSaid } from '../../../ui/useExplain.ts'
import { useLanguage, useWords } from '../../../ui/words.ts'
import { type Counts, type ImportView, importQuery } from '../../imports/queries.ts'
import classes from './Lists.module.css'
import { listsWords } from './lists.words.ts'

type FoundProps = { id: string; onPut: () => void; onAnother: () => void }

/** Who of a list was found, while they are looked up and after. */
export function Found({ id, onPut, onAnother }: FoundProps) {
  const say = useWords(listsWords)
  const language = useLanguage()
  const client = useQueryClient()
  const { data, error, refetch } = useQuery(importQuery(id))
  const done = data?.state === 'done'
  useEffect(() => {
    if (done) void client.invalidateQueries({ queryKey: ['audience-conditions'] })
  }, [done, client])
  if (!data) return error ? <ErrorBox error={error} onRetry={refetch} /> : <Lines count={4} />
  if (data.state === 'uploaded') return <Unclear id={id} />
  if (data.state === 'running') return <p role="status">{say('matching', { shown: count(data.progress?.rows ?? 0, language) })}</p>
  if (!done || !data.counts) return <Failed view={data} onAnother={onAnother} />
  const people = data.list?.people ?? 0
  return (
    <div className={classes.form}>
      <Figures counts={data.counts} people={people} />
      {data.counts.rejected > 0 && data.file_until ? (
        <p className={classes.errors}>
          <Button
            size="compact-sm"
            variant="default"
            component="a"
            href={rejectedRows.path.replace(':id', id)}
            download
            leftSection={<IconDownload size={15} stroke={1.6} />}
          >
            {say('errors')}
          </Button>
          <span className="faint small">{say('errors_hint')}</span>
        </p>
      ) : null}
      {people === 0 ? <p>{say('none')}</p> : null}
      <div className={classes.deeds}>
        {people > 0 ? <Button onClick={onPut}>{say('put')}</Button> : null}
        <Button variant="default" onClick={onAnother}>
          {say('another')}
        </Button>
      </div>
    </div>
  )
}

function Figures({ counts, people }: { counts: Counts; people: number }) {
  const say = useWords(listsWords)
  const language = useLanguage()
  const { ambiguous = 0, unknown = 0, twice = 0, refused = 0 } = counts.rejected_by
  const unread = counts.rejected - ambiguous - unknown - twice - refused
  const rows = [
    { word: 'lines', n: counts.rows },
    { word: 'matched', n: people },
    { word: 'ambiguous', n: ambiguous },
    { word: 'unknown', n: unknown },
    { word: 'twice', n: twice },
    { word: 'erased', n: refused },
    { word: 'unread', n: unread },
  ] as const
  return (
    <dl className={classes.figures}>
      {rows
        .filter(({ word, n }) => n > 0 || word === 'lines' || word === 'matched')
        .map(({ word, n }) => (
          <div key={word}>
            <dt>{say(word)}</dt>
            <dd className="num">{count(n, language)}</dd>
          </div>
        ))}
    </dl>
  )
}

function Unclear({ id }: { id: string }) {
  const say = useWords(listsWords)
  return (
    <div className={classes.form}>
      <p role="alert">{say('columns')}</p>
      <div className={classes.deeds}>
        <Button component={Link} to={`/import/${id}`}>
          {say('to_columns')}
        </Button>
      </div>
    </div>
  )
}

function Failed({ view, onAnother }: { view: ImportView; onAnother: () => void }) {
  const say = useWords(listsWords)
  const said = useSaid()
  return (
    <div className={classes.form}>
      <p role="alert">
        <b>{say('failed')}</b>
        {view.trouble ? ` ${said(view.trouble.sentence)}` : null}
      </p>
      <div className={classes.deeds}>
        <Button onClick={onAnother}>{say('another')}</Button>
      </div>
    </div>
  )
}
