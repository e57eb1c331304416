import { Button, Progress } from '@mantine/core'
import { IconPlayerPause, IconX } from '@tabler/icons-react'
import { stopImport } from '../../../src/keep/imports/contract.ts'
import { call } from '../../ui/api.ts'
import { count, length } from '../../ui/formats.ts'
import { useAct } from '../../ui/useAct.ts'
import { useLanguage, useWords } from '../../ui/words.ts'
import classes from './Imports.module.css'
import { importsWords } from './imports.words.ts'
import type { ImportView } from './queries.ts'
import { useShowImport } from './queries.ts'

/** How far it is, how fast, how long it will take; and a way to stop. */
export function Moving({ view }: { view: ImportView }) {
  const say = useWords(importsWords)
  const language = useLanguage()
  const show = useShowImport()
  const stop = useAct({ run: () => call(stopImport, { params: { id: view.id } }), then: show })
  const doing = view.state === 'checking' ? say('checking') : view.state === 'undoing' ? say('undoing') : say('running')
  const { progress } = view
  const facts = progress
    ? [
        progress.of === null
          ? say('progress_open', { done: count(progress.rows, language) })
          : say('progress', { done: count(progress.rows, language), all: count(progress.of, language) }),
        progress.rows_per_s > 0 ? say('rate', { rate: count(Math.round(progress.rows_per_s), language) }) : '',
        progress.seconds_left === null ? '' : say('left', { left: length(Math.ceil(progress.seconds_left), language) }),
      ].filter(Boolean)
    : []
  return (
    <section className={classes.moving} aria-label={doing}>
      <div className={classes.movingHead}>
        <h2>
          {doing}
          {progress && progress.percent !== null ? <span className="num"> · {Math.floor(progress.percent)} %</span> : null}
        </h2>
        {view.state === 'running' || view.state === 'checking' ? (
          <Button
            size="xs"
            variant="default"
            leftSection={view.state === 'running' ? <IconPlayerPause size={15} stroke={1.6} /> : <IconX size={15} stroke={1.6} />}
            loading={stop.isPending}
            onClick={() => stop.mutate(undefined)}
          >
            {say(view.state === 'running' ? 'pause' : 'call_off')}
          </Button>
        ) : null}
      </div>
      <Progress size="lg" value={progress?.percent ?? 100} animated={progress?.percent === null || !progress} aria-label={doing} />
      <p className="quiet small num">{facts.join(' · ')}</p>
      <p className="faint small">{say(view.state === 'running' ? 'leave_told' : 'leave')}</p>
    </section>
  )
}
