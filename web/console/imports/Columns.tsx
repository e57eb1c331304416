import { Button, NativeSelect, Select } from '@mantine/core'
import { IconCalculator } from '@tabler/icons-react'
import { useState } from 'react'
import type { Target } from '../../../src/keep/imports/contract.ts'
import { dryRunImport, mapImport, presets, targets } from '../../../src/keep/imports/contract.ts'
import { call } from '../../ui/api.ts'
import { Section } from '../../ui/Page.tsx'
import { useAct } from '../../ui/useAct.ts'
import { useCodeWords, useWords } from '../../ui/words.ts'
import classes from './Imports.module.css'
import { importsWords, targetWords } from './imports.words.ts'
import { MoreSettings } from './MoreSettings.tsx'
import type { ImportView, Mapping } from './queries.ts'
import { useShowImport } from './queries.ts'

const left = ''

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
      <NativeSelect
        className={classes.preset}
        label={say('preset')}
        value={mapping.preset}
        data={presets.map((preset) => ({ value: preset, label: say(`preset_${preset}`) }))}
        onChange={(event) => setMapping({ ...mapping, preset: presets.find((each) => each === event.currentTarget.value) ?? mapping.preset })}
      />
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
  const choices = targets[mapping.preset]
  const data = [{ value: left, label: say('skip') }, ...choices.map((target) => ({ value: target, label: word(target) }))]
  const set = (header: string, value: string | null) => {
    const target: Target | null = choices.find((each) => each === value) ?? null
    onMapping({ ...mapping, columns: { ...mapping.columns, [header]: target } })
  }
  return (
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
                  data={target.startsWith('x_') ? [...data, { value: target, label: target }] : data}
                  onChange={(next) => set(column.header, next)}
                />
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
