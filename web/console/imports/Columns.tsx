import { Button, Select } from '@mantine/core'
import { IconCalculator } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Suspense, useState } from 'react'
import type { Target } from '../../../src/keep/imports/contract.ts'
import { dryRunImport, mapImport, target as ownTarget, targets } from '../../../src/keep/imports/contract.ts'
import { call } from '../../ui/api.ts'
import { Section } from '../../ui/Page.tsx'
import { part } from '../../ui/part.ts'
import { useAct } from '../../ui/useAct.ts'
import { useCodeWords, useWords } from '../../ui/words.ts'
import { fieldsQuery, useOwnFieldTitle } from '../fields/index.ts'
import { useKeepsRegisters } from '../purposes/useKeepsRegisters.ts'
import { AsWhole } from './AsWhole.tsx'
import classes from './Imports.module.css'
import { importsWords, targetWords } from './imports.words.ts'
import { MoreSettings } from './MoreSettings.tsx'
import { beginningOf } from './newField.ts'
import type { ImportView, Mapping } from './queries.ts'
import { useShowImport } from './queries.ts'
import { ReadAs } from './ReadAs.tsx'

const FieldForm = part(() => import('../fields/FieldForm.tsx'))
const left = ''
const another = '+'

/** What each column becomes, with its first values beside it; then the dry run. */
export function Columns({ view, onDone }: { view: ImportView; onDone: () => void }) {
  const say = useWords(importsWords)
  const show = useShowImport()
  const [mapping, setMapping] = useState<Mapping | null>(view.mapping)
  const check = useAct({
    run: async (wanted: Mapping) => {
      await call(mapImport, { params: { id: view.id }, body: wanted })
      return call(dryRunImport, { params: { id: view.id } })
    },
    then: (next) => {
      show(next)
      onDone()
    },
  })
  if (!mapping) return null
  return (
    <Section title={say('step_map')} lead={view.mapped_by ? say(`mapped_${view.mapped_by}`) : undefined}>
      <ReadAs view={view} />
      <AsWhole mapping={mapping} onMapping={setMapping} />
      <Table view={view} mapping={mapping} onMapping={setMapping} />
      <MoreSettings mapping={mapping} onMapping={setMapping} />
      <div className={classes.act}>
        <Button size="md" leftSection={<IconCalculator size={17} stroke={1.6} />} loading={check.isPending} onClick={() => check.mutate(mapping)}>
          {say('dry_run')}
        </Button>
        <span className="quiet small">{say('dry_run_text')}</span>
      </div>
    </Section>
  )
}

type TableProps = { view: ImportView; mapping: Mapping; onMapping: (mapping: Mapping) => void }

function Table({ view, mapping, onMapping }: TableProps) {
  const say = useWords(importsWords)
  const word = useCodeWords(targetWords)
  const own = useOwnTargets(mapping)
  const mayDeclare = useKeepsRegisters()
  const [making, setMaking] = useState<ImportView['columns'][number]>()
  const plain = targets[mapping.preset].map((target) => ({ value: target, label: word(target) }))
  const skip = { value: left, label: say('skip') }
  // A field can be made where it is missed, by whoever keeps the registers; others read who does.
  const make = { value: another, label: say(mayDeclare ? 'new_field' : 'new_field_only'), disabled: !mayDeclare }
  const data =
    mapping.preset === 'contacts'
      ? [skip, { group: say('own_fields'), items: [...own, make] }, { group: say('of_the_product'), items: plain }]
      : [skip, ...plain]
  const put = (header: string, target: Target | null) => onMapping({ ...mapping, columns: { ...mapping.columns, [header]: target } })
  const set = (column: ImportView['columns'][number], value: string | null) => {
    if (value === another) return setMaking(column)
    put(column.header, targets[mapping.preset].find((each) => each === value) ?? own.find((each) => each.value === value)?.value ?? null)
  }
  const made = (code: string) => {
    const target = ownTarget.safeParse(code).data
    if (making && target) put(making.header, target)
  }
  return (
    <>
      <table className={classes.columns}>
        <thead>
          <tr>
            <th scope="col">{say('column')}</th>
            <th scope="col">{say('samples')}</th>
            <th scope="col">{say('becomes')}</th>
          </tr>
        </thead>
        <tbody>
          {view.columns.map((column) => {
            const target = mapping.columns[column.header] ?? left
            return (
              <tr key={column.header} data-left={target === left || undefined}>
                <th scope="row">{column.header}</th>
                <td className={classes.samples}>
                  {column.samples.slice(0, 3).map((sample, at) => (
                    <span key={`${at} ${sample}`}>{sample}</span>
                  ))}
                </td>
                <td>
                  <Select
                    size="xs"
                    searchable
                    aria-label={`${say('becomes')}: ${column.header}`}
                    value={target}
                    data={data}
                    onChange={(next) => set(column, next)}
                  />
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
      <Suspense>{making ? <FieldForm begin={beginningOf(making.header, making.samples)} onClose={() => setMaking(undefined)} onMade={made} /> : null}</Suspense>
    </>
  )
}

/** The company's own fields as what a column may become; also one that this mapping names and nobody declared or that is retired. */
function useOwnTargets(mapping: Mapping): { value: Target; label: string }[] {
  const { data } = useQuery(fieldsQuery)
  const titleOf = useOwnFieldTitle()
  if (mapping.preset !== 'contacts') return []
  const used = Object.values(mapping.columns).filter((target) => target?.startsWith('x_'))
  const offered = (data?.items ?? []).filter((field) => !field.retired).map((field) => field.code)
  return [...new Set([...offered, ...used])].flatMap((code) => {
    const target = code ? ownTarget.safeParse(code).data : undefined
    return target ? [{ value: target, label: titleOf(target) ?? target }] : []
  })
}
