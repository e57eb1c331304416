import { Button } from '@mantine/core'
import { IconForms, IconPlus } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Suspense, useState } from 'react'
import { moveForm } from '../../../src/keep/forms/contract.ts'
import { call } from '../../ui/api.ts'
import { Empty } from '../../ui/Empty.tsx'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { Lines } from '../../ui/Loading.tsx'
import { Mark } from '../../ui/Mark.tsx'
import { MayButton } from '../../ui/MayButton.tsx'
import { notice } from '../../ui/notices.tsx'
import { Page } from '../../ui/Page.tsx'
import { part } from '../../ui/part.ts'
import { useAct } from '../../ui/useAct.ts'
import { pick, useLanguage, useWords } from '../../ui/words.ts'
import { useMe } from '../session/session.ts'
import classes from './Forms.module.css'
import { formsWords } from './forms.words.ts'
import { type Form, formsQuery } from './queries.ts'
import { Snippet } from './Snippet.tsx'

const FormEditor = part(() => import('./FormEditor.tsx'))

/** Forms on the company's site: what they ask, where they stand, how many answered. */
export default function FormsPage() {
  const say = useWords(formsWords)
  const { data, error, isPending, refetch } = useQuery(formsQuery)
  const may = useMe().can('forms.keep')
  const [editing, setEditing] = useState<Form | 'new'>()
  const [showing, setShowing] = useState<Form>()
  const add = (
    <MayButton may={may} why={say('only')} leftSection={<IconPlus size={16} stroke={1.8} />} onClick={() => setEditing('new')}>
      {say('add')}
    </MayButton>
  )
  return (
    <Page title={say('title')} lead={say('lead')} actions={data && data.items.length > 0 ? add : null}>
      {isPending ? <Lines count={4} /> : null}
      {error ? <ErrorBox error={error} onRetry={refetch} /> : null}
      {data?.items.length === 0 ? <Empty icon={IconForms} title={say('none')} text={say('none_text')} action={add} /> : null}
      {data && data.items.length > 0 ? (
        <ul className={classes.list}>
          {data.items.map((form) => (
            <Row key={form.form} form={form} may={may} onEdit={() => setEditing(form)} onSnippet={() => setShowing(form)} />
          ))}
        </ul>
      ) : null}
      <Suspense>{editing ? <FormEditor form={editing === 'new' ? undefined : editing} onClose={() => setEditing(undefined)} /> : null}</Suspense>
      {showing ? <Snippet form={showing} onClose={() => setShowing(undefined)} /> : null}
    </Page>
  )
}

function Row({ form, may, onEdit, onSnippet }: { form: Form; may: boolean; onEdit: () => void; onSnippet: () => void }) {
  const say = useWords(formsWords)
  const language = useLanguage()
  const client = useQueryClient()
  const move = useAct({
    run: (state: Form['state']) => call(moveForm, { params: { form: form.form }, body: { state } }),
    then: (_done, state) => {
      void client.invalidateQueries({ queryKey: ['forms'] })
      notice(say(`done_${state}`), state === 'active' ? undefined : { label: say('undo'), run: () => move.mutate('active') })
    },
  })
  const title = pick(form.spec.title, language) ?? form.form
  const acts = form.state === 'active' ? (['paused', 'retired'] as const) : form.state === 'paused' ? (['active', 'retired'] as const) : (['active'] as const)
  return (
    <li className={classes.row}>
      <div className={classes.what}>
        <p className={classes.title}>
          <span data-own-words>{title}</span>
          {form.state === 'active' ? null : <Mark tone={form.state === 'paused' ? 'wait' : 'plain'}>{say(`state_${form.state}`)}</Mark>}
        </p>
        <p className={classes.meta}>
          <code>/f/{form.form}</code>
          <span>{say('answers', { count: form.answers })}</span>
          {form.machines > 0 ? <span>{say('machines', { count: form.machines })}</span> : null}
          <span>{say('version', { n: form.version })}</span>
        </p>
      </div>
      <div className={classes.acts}>
        {form.state === 'active' ? (
          <Button size="xs" variant="default" component="a" href={`/f/${form.form}?language=${language}`} target="_blank" rel="noreferrer">
            {say('preview')}
          </Button>
        ) : null}
        <Button size="xs" variant="default" onClick={onSnippet} aria-label={say('snippet_of', { title })}>
          {say('snippet')}
        </Button>
        <MayButton may={may} why={say('only')} size="xs" variant="default" onClick={onEdit} aria-label={say('edit_that', { title })}>
          {say('edit')}
        </MayButton>
        {acts.map((state) => (
          <MayButton
            key={state}
            may={may}
            why={say('only')}
            size="xs"
            variant="subtle"
            onClick={() => move.mutate(state)}
            aria-label={`${say(`to_${state}`)}: ${title}`}
          >
            {say(`to_${state}`)}
          </MayButton>
        ))}
      </div>
    </li>
  )
}
