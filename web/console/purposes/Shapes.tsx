import { useDisclosure } from '@mantine/hooks'
import { IconPlus } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { retireField, retireKind } from '../../../src/keep/terms/contract.ts'
import { aboutWords } from '../../ui/about.words.ts'
import { call } from '../../ui/api.ts'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { Fold } from '../../ui/Fold.tsx'
import { Lines } from '../../ui/Loading.tsx'
import { Mark } from '../../ui/Mark.tsx'
import { MayButton } from '../../ui/MayButton.tsx'
import { notice } from '../../ui/notices.tsx'
import { Sure } from '../../ui/Sure.tsx'
import { useAct } from '../../ui/useAct.ts'
import { lower, pick, useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import FieldForm from '../fields/FieldForm.tsx'
import { fieldsQuery } from '../fields/index.ts'
import { KindForm } from './KindForm.tsx'
import classes from './Purposes.module.css'
import { type Kind, kindsQuery, purposesQuery } from './queries.ts'
import { shapesWords } from './shapes.words.ts'
import { useKeepsRegisters } from './useKeepsRegisters.ts'

type Shape = {
  code: string
  title: Record<string, string>
  purposes: readonly string[]
  retired: boolean
  marks: readonly string[]
  form: (onClose: () => void) => ReactNode
}
type What = 'field' | 'kind'

/** The fields a company declared for itself. */
export function OwnFields() {
  const say = useWords(shapesWords)
  const about = useCodeWords(aboutWords)
  const { data, error, refetch } = useQuery(fieldsQuery)
  const shapes = data?.items.map((field) => ({
    ...field,
    marks: [
      field.currency === null ? say(`type_${field.type}`) : `${say(`type_${field.type}`)}, ${field.currency}`,
      ...(field.about ? [lower(about(field.about))] : []),
      ...(field.category === 'sensitive' ? [say('sensitive_mark')] : []),
      ...(field.searched ? [say('searched_mark')] : []),
    ],
    form: (onClose: () => void) => <FieldForm field={field} onClose={onClose} />,
  }))
  return <Shapes what="field" shapes={shapes} error={error} onRetry={refetch} form={(onClose) => <FieldForm onClose={onClose} />} />
}

/** The kinds of events that are recorded. */
export function Kinds() {
  const say = useWords(shapesWords)
  const about = useCodeWords(aboutWords)
  const named = useAttributeNames()
  const { data, error, refetch } = useQuery(kindsQuery)
  const shapes = data?.items.map((kind) => ({
    ...kind,
    marks: [...(kind.about ? [lower(about(kind.about))] : []), ...(kind.sensitive ? [say('sensitive_mark')] : []), ...named(kind)],
    form: (onClose: () => void) => <KindForm kind={kind} onClose={onClose} />,
  }))
  return <Shapes what="kind" shapes={shapes} error={error} onRetry={refetch} form={(onClose) => <KindForm onClose={onClose} />} />
}

/** What may be counted of a kind, by name. */
function useAttributeNames(): (kind: Kind) => string[] {
  const say = useWords(shapesWords)
  const language = useLanguage()
  return ({ attributes }) => {
    const names = Object.entries(attributes).map(([code, of]) => lower(pick(of.title, language)) ?? code)
    return names.length > 0 ? [say('counts', { names: names.join(', ') })] : []
  }
}

type ShapesProps = {
  what: What
  shapes: readonly Shape[] | undefined
  error: unknown
  onRetry: () => void
  form: (onClose: () => void) => ReactNode
}

function Shapes({ what, shapes, error, onRetry, form }: ShapesProps) {
  const say = useWords(shapesWords)
  const may = useKeepsRegisters()
  const [adding, on] = useDisclosure(false)
  const add = (
    <MayButton may={may} why={say('only')} size="xs" variant="default" leftSection={<IconPlus size={15} stroke={1.6} />} onClick={on.open}>
      {say(`add_${what}`)}
    </MayButton>
  )
  return (
    <>
      <Fold title={say(`${what}s`)} lead={say(`${what}s_lead`)} count={shapes?.filter((shape) => !shape.retired).length} actions={add}>
        {error ? <ErrorBox error={error} onRetry={onRetry} /> : null}
        {!shapes && !error ? <Lines count={3} /> : null}
        {shapes?.length === 0 ? <p className="quiet small">{say('none')}</p> : null}
        {shapes && shapes.length > 0 ? (
          <ul className={classes.shapes}>
            {shapes.map((shape) => (
              <One key={shape.code} what={what} shape={shape} may={may} />
            ))}
          </ul>
        ) : null}
      </Fold>
      {adding ? form(on.close) : null}
    </>
  )
}

function One({ what, shape, may }: { what: What; shape: Shape; may: boolean }) {
  const say = useWords(shapesWords)
  const language = useLanguage()
  const { data } = useQuery(purposesQuery)
  const [changing, on] = useDisclosure(false)
  const name = pick(shape.title, language) ?? shape.code
  const purposes = shape.purposes.map((code) => lower(pick(data?.items.find((p) => p.code === code)?.title, language)) ?? code).join(', ')
  const label = say(shape.retired ? 'bring_back' : 'change')
  return (
    <li data-retired={shape.retired || undefined}>
      <div className={classes.shape}>
        <p>
          {name} {name === shape.code ? null : <code className="faint">{shape.code}</code>}
        </p>
        <p className="quiet small">{[...shape.marks, purposes].join(' · ')}</p>
      </div>
      {shape.retired ? <Mark>{say('retired')}</Mark> : null}
      <div className={classes.acts}>
        <MayButton may={may} why={say('only')} size="compact-xs" variant="subtle" color="gray" aria-label={`${label}: ${name}`} onClick={on.open}>
          {label}
        </MayButton>
        {may && !shape.retired ? <Retire what={what} code={shape.code} name={name} /> : null}
      </div>
      {changing ? shape.form(on.close) : null}
    </li>
  )
}

function Retire({ what, code, name }: { what: What; code: string; name: string }) {
  const say = useWords(shapesWords)
  const client = useQueryClient()
  const { mutate, isPending } = useAct({
    run: () => (what === 'field' ? call(retireField, { params: { field: code } }) : call(retireKind, { params: { kind: code } })),
    then: () => {
      notice(say('retired_done', { name }))
      void client.invalidateQueries({ queryKey: (what === 'field' ? fieldsQuery : kindsQuery).queryKey })
    },
  })
  return <Sure label={say('retire')} question={say('retire_sure', { name })} loading={isPending} onYes={() => mutate(undefined)} />
}
