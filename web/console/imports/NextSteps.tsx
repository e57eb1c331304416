import { Button } from '@mantine/core'
import { IconDownload, IconPlayerPlay } from '@tabler/icons-react'
import { Link, useNavigate } from '@tanstack/react-router'
import { rejectedRows, resumeImport, runImport, undoImport } from '../../../src/keep/imports/contract.ts'
import { call } from '../../ui/api.ts'
import { Sure } from '../../ui/Sure.tsx'
import { useAct } from '../../ui/useAct.ts'
import { useWords } from '../../ui/words.ts'
import classes from './Imports.module.css'
import { importsWords } from './imports.words.ts'
import type { ImportView } from './queries.ts'
import { useShowImport } from './queries.ts'

/** What can be done with an import in the state it is in. */
export function NextSteps({ view, onRemap }: { view: ImportView; onRemap: () => void }) {
  const say = useWords(importsWords)
  const navigate = useNavigate()
  const show = useShowImport()
  const params = { id: view.id }
  const run = useAct({ run: () => call(runImport, { params }), then: show })
  const resume = useAct({ run: () => call(resumeImport, { params }), then: show })
  const undo = useAct({ run: () => call(undoImport, { params }), then: show })
  const { state } = view
  const asLeads = view.mapping?.preset === 'contacts' && view.mapping.role === 'lead'
  const counts = state === 'checked' ? view.dry_run : view.counts
  const rejected = counts?.rejected ?? 0
  const left = Object.keys(counts?.remarks ?? {}).length
  return (
    <div className={classes.act}>
      {state === 'checked' ? (
        <>
          <Button size="md" leftSection={<IconPlayerPlay size={17} stroke={1.6} />} loading={run.isPending} onClick={() => run.mutate(undefined)}>
            {say('run')}
          </Button>
          <Button size="md" variant="default" onClick={onRemap}>
            {say('change_mapping')}
          </Button>
        </>
      ) : null}
      {state === 'stopped' || state === 'failed' ? (
        <Button loading={resume.isPending} onClick={() => resume.mutate(undefined)}>
          {say('resume')}
        </Button>
      ) : null}
      {state === 'done' ? (
        view.list ? (
          <Button
            onClick={() =>
              void navigate({ to: '/audiences/$audienceId', params: { audienceId: 'new' }, search: { q: JSON.stringify({ all: [{ list: view.id }] }) } })
            }
          >
            {say('make_audience')}
          </Button>
        ) : asLeads ? (
          <Button onClick={() => void navigate({ to: '/leads', search: { source: 'import' } })}>{say('open_leads')}</Button>
        ) : (
          <Button component={Link} to="/customers">
            {say('open_customers')}
          </Button>
        )
      ) : null}
      {rejected + left > 0 && view.file_until && (state === 'checked' || state === 'done' || state === 'stopped') ? (
        <Button variant="default" component="a" href={rejectedRows.path.replace(':id', view.id)} download leftSection={<IconDownload size={16} stroke={1.6} />}>
          {say(rejected > 0 ? 'download_rejected' : 'download_left')}
        </Button>
      ) : null}
      {state === 'done' || state === 'undone' ? (
        <Button variant="default" component={Link} to="/import">
          {say('again')}
        </Button>
      ) : null}
      {state === 'done' || state === 'stopped' ? (
        <Sure
          label={say(view.list ? 'remove_list' : 'undo')}
          question={say(view.list ? 'remove_list_sure' : 'undo_sure')}
          loading={undo.isPending}
          onYes={() => undo.mutate(undefined)}
        />
      ) : null}
    </div>
  )
}
