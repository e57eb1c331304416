import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { retireField, retireKind } from '../../../src/keep/terms/contract.ts'
import { call } from '../../ui/api.ts'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { Lines } from '../../ui/Loading.tsx'
import { Mark } from '../../ui/Mark.tsx'
import { notice } from '../../ui/notices.tsx'
import { Section } from '../../ui/Page.tsx'
import { Sure } from '../../ui/Sure.tsx'
import { useAct } from '../../ui/useAct.ts'
import { lower, pick, useLanguage, useWords } from '../../ui/words.ts'
import { useMe } from '../session/session.ts'
import { NewShape } from './NewShape.tsx'
import classes from './Purposes.module.css'
import { fieldsQuery, kindsQuery, purposesQuery } from './queries.ts'
import { shapesWords } from './shapes.words.ts'

type Shape = { code: string; title: Record<string, string>; purposes: readonly string[]; retired: boolean; marks: readonly string[] }
type What = 'field' | 'kind'

/** The fields a company declared for itself. */
export function OwnFields() {
  const say = useWords(shapesWords)
  const { data, error, refetch } = useQuery(fieldsQuery)
  const shapes = data?.items.map((f) => ({ ...f, marks: [say(`type_${f.type}`), ...(f.searched ? [say('searched_mark')] : [])] }))
  return <Shapes what="field" shapes={shapes} error={error} onRetry={refetch} />
}

/** The kinds of events that are recorded. */
export function Kinds() {
  const say = useWords(shapesWords)
  const { data, error, refetch } = useQuery(kindsQuery)
  const shapes = data?.items.map((k) => ({ ...k, marks: k.sensitive ? [say('sensitive_mark')] : [] }))
  return <Shapes what="kind" shapes={shapes} error={error} onRetry={refetch} />
}

type ShapesProps = { what: What; shapes: readonly Shape[] | undefined; error: unknown; onRetry: () => void }

function Shapes({ what, shapes, error, onRetry }: ShapesProps) {
  const say = useWords(shapesWords)
  const keeps = useKeepsRegisters()
  const [adding, setAdding] = useState(false)
  const add = (
    <Button size="xs" variant="default" leftSection={<IconPlus size={15} stroke={1.6} />} onClick={() => setAdding(true)}>
      {say(`add_${what}`)}
    </Button>
  )
  return (
    <Section title={say(`${what}s`)} lead={say(`${what}s_lead`)} actions={keeps ? add : null}>
      {error ? <ErrorBox error={error} onRetry={onRetry} /> : null}
      {!shapes && !error ? <Lines count={3} /> : null}
      {shapes?.length === 0 ? <p className="quiet small">{say('no_fields')}</p> : null}
      {shapes && shapes.length > 0 ? (
        <ul className={classes.shapes}>
          {shapes.map((shape) => (
            <One key={shape.code} what={what} shape={shape} keeps={keeps} />
          ))}
        </ul>
      ) : null}
      {adding ? <NewShape what={what} onClose={() => setAdding(false)} /> : null}
    </Section>
  )
}

function One({ what, shape, keeps }: { what: What; shape: Shape; keeps: boolean }) {
  const say = useWords(shapesWords)
  const language = useLanguage()
  const client = useQueryClient()
  const { data } = useQuery(purposesQuery)
  const name = pick(shape.title, language) ?? shape.code
  const purposes = shape.purposes.map((code) => lower(pick(data?.items.find((p) => p.code === code)?.title, language)) ?? code).join(', ')
  const { mutate, isPending } = useAct({
    run: () => (what === 'field' ? call(retireField, { params: { field: shape.code } }) : call(retireKind, { params: { kind: shape.code } })),
    then: () => {
      notice(say('retired_done', { name }))
      void client.invalidateQueries({ queryKey: (what === 'field' ? fieldsQuery : kindsQuery).queryKey })
    },
  })
  return (
    <li data-retired={shape.retired || undefined}>
      <div>
        <p>
          {name} <code className="faint">{shape.code}</code>
        </p>
        <p className="quiet small">{[...shape.marks, purposes].join(' · ')}</p>
      </div>
      {shape.retired ? <Mark>{say('retired')}</Mark> : null}
      {keeps && !shape.retired ? (
        <Sure label={say('retire')} question={say('retire_sure', { name })} loading={isPending} onYes={() => mutate(undefined)} />
      ) : null}
    </li>
  )
}

/** Whether this colleague keeps the registers. */
export function useKeepsRegisters(): boolean {
  return ['admin', 'privacy'].includes(useMe().role)
}
