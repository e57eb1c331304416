import { Button, Modal, MultiSelect, SegmentedControl, Select, Textarea } from '@mantine/core'
import { IconUsersGroup } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { formats } from '../../../src/keep/exports/shapes.ts'
import { askExport } from '../../../src/office/exports/contract.ts'
import { call } from '../../ui/api.ts'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { count } from '../../ui/formats.ts'
import { notice } from '../../ui/notices.tsx'
import { reasonWords } from '../../ui/reason.words.ts'
import { ui } from '../../ui/ui.words.ts'
import { useAct } from '../../ui/useAct.ts'
import { useSaid } from '../../ui/useExplain.ts'
import { useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import type { Who } from '../bulk/queries.ts'
import { fieldsQuery } from '../fields/index.ts'
import { useMyPurposes } from '../purposes/useMyPurposes.ts'
import { exportedOf, figureNames, personalNames } from './columns.ts'
import classes from './Exports.module.css'
import { exportsWords } from './exports.words.ts'
import { exportPreviewQuery, type Format } from './queries.ts'
import { type Given, givenToNobody, Recipient, recipientOf } from './Recipient.tsx'
import { useExportColumn, usePurposeTitle } from './useExportTitles.ts'

type DialogProps = { who: Who; chosen: boolean; shown: readonly string[]; onClose: () => void }
const leastWhy = 5

/** Takes what one sees out into a file: the columns of the list, for a purpose, after it was said how many and whether somebody has to agree. */
export default function ExportDialog({ who, chosen, shown, onClose }: DialogProps) {
  const say = useWords(exportsWords)
  const sayUi = useWords(ui)
  const client = useQueryClient()
  const navigate = useNavigate()
  const [columns, setColumns] = useState(() => exportedOf(['name', ...shown.filter((column) => column !== 'name')]))
  const [format, setFormat] = useState<Format>('xlsx')
  const mine = useMyPurposes('service')
  const [wished, setPurpose] = useState<string>()
  const purpose = wished ?? mine[0] ?? 'service'
  const [why, setWhy] = useState('')
  const [given, setGiven] = useState<Given>(givenToNobody)
  const recipient = recipientOf(given)
  const { data: seen, error } = useQuery({ ...exportPreviewQuery({ who, purpose, columns, format }), enabled: columns.length > 0 && mine.length > 0 })
  const closed = new Set((seen?.columns ?? []).filter(({ reason }) => reason !== null).map(({ column }) => column))
  const open = columns.filter((column) => !closed.has(column))
  const ask = useAct({
    run: () => call(askExport, { body: { who, purpose, columns: open, format, why: why.trim(), recipient: recipient ?? null } }),
    then: ({ state }) => {
      void client.invalidateQueries({ queryKey: ['exports'] })
      notice(say(state === 'asking' ? 'asked' : 'begun'), { label: say('to_exports'), run: () => void navigate({ to: '/exports' }) })
      onClose()
    },
  })
  const ready = seen !== undefined && seen.trouble === null && seen.allowed > 0 && open.length > 0 && why.trim().length >= leastWhy && recipient !== undefined
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (ready) ask.mutate(undefined)
  }
  return (
    <Modal opened onClose={onClose} size="lg" closeButtonProps={{ 'aria-label': sayUi('close') }} title={say(chosen ? 'export_chosen' : 'export_seen')}>
      <form className={classes.form} onSubmit={submit}>
        <Columns columns={columns} shown={exportedOf(shown)} onColumns={setColumns} />
        <SegmentedControl
          aria-label={say('format')}
          value={format}
          onChange={setFormat}
          data={formats.map((each) => ({ value: each, label: say(`format_${each}`) }))}
        />
        <PurposeSelect mine={mine} purpose={purpose} onPurpose={setPurpose} />
        <Textarea
          data-autofocus
          label={say('why')}
          description={say('why_note')}
          value={why}
          maxLength={500}
          autosize
          minRows={2}
          onChange={(event) => setWhy(event.currentTarget.value)}
        />
        <Recipient given={given} onGiven={setGiven} />
        {error ? <ErrorBox error={error} /> : <Foreseen seen={seen} />}
        <p className={classes.note}>{say('known')}</p>
        <Button type="submit" disabled={!ready} loading={ask.isPending}>
          {say(seen?.second_person ? 'ask_second' : 'ask')}
        </Button>
      </form>
    </Modal>
  )
}

function Columns({ columns, shown, onColumns }: { columns: string[]; shown: readonly string[]; onColumns: (columns: string[]) => void }) {
  const say = useWords(exportsWords)
  const titleOf = useExportColumn()
  const { data: own } = useQuery(fieldsQuery)
  const fields = (own?.items ?? []).filter(({ retired }) => !retired).map(({ code }) => code)
  const group = (word: Parameters<typeof say>[0], names: readonly string[]) => ({
    group: say(word),
    items: names.filter((name) => names === shown || !shown.includes(name)).map((name) => ({ value: name, label: titleOf(name) })),
  })
  const data = [group('group_shown', shown), group('group_person', personalNames), group('group_figures', figureNames), group('group_own', fields)]
  return (
    <MultiSelect
      searchable
      label={say('columns')}
      description={say('columns_note')}
      data={data.filter(({ items }) => items.length > 0)}
      value={columns}
      maxValues={60}
      onChange={onColumns}
      comboboxProps={{ withinPortal: false }}
    />
  )
}

type PurposeProps = { mine: readonly string[]; purpose: string; onPurpose: (purpose: string) => void }

function PurposeSelect({ mine, purpose, onPurpose }: PurposeProps) {
  const say = useWords(exportsWords)
  const titleOf = usePurposeTitle()
  return (
    <Select
      label={say('purpose')}
      description={say('purpose_note')}
      data={mine.map((code) => ({ value: code, label: titleOf(code) }))}
      value={purpose}
      allowDeselect={false}
      onChange={(next) => (next === null ? undefined : onPurpose(next))}
      comboboxProps={{ withinPortal: false }}
    />
  )
}

type Seen = {
  matching: number
  checked: number
  allowed: number
  left_out: { reason: string; count: number }[]
  columns: { column: string; reason: string | null }[]
  second_person: boolean
  trouble: string | null
}

/** What would become of it: how many, who and what is left out and why, and whether a second person is needed. */
function Foreseen({ seen }: { seen: Seen | undefined }) {
  const say = useWords(exportsWords)
  const said = useSaid()
  const reason = useCodeWords(reasonWords)
  const titleOf = useExportColumn()
  const language = useLanguage()
  const shown = (n: number) => count(n, language)
  if (!seen)
    return (
      <p className={classes.foreseen} role="status">
        {say('counting')}
      </p>
    )
  const out = Map.groupBy(
    seen.columns.filter((each) => each.reason !== null),
    (each) => each.reason ?? '',
  )
  return (
    <>
      <div className={classes.foreseen} role="status">
        <p>
          {seen.trouble !== null
            ? said(seen.trouble)
            : seen.checked < seen.matching
              ? say('in_file_of', { allowed: shown(seen.allowed), checked: shown(seen.checked), matching: shown(seen.matching) })
              : seen.allowed === 0
                ? say('in_file_none')
                : say('in_file', { count: seen.allowed, shown: shown(seen.allowed) })}
        </p>
        {seen.left_out.map((each) => (
          <p key={each.reason}>{say('left_out', { count: shown(each.count), reason: reason(each.reason) })}</p>
        ))}
        {[...out].map(([why, columns]) => (
          <p key={why}>{say('column_out', { columns: columns.map(({ column }) => titleOf(column)).join(', '), reason: reason(why) })}</p>
        ))}
      </div>
      {seen.second_person ? (
        <div className={classes.second} role="note">
          <IconUsersGroup size={18} stroke={1.6} aria-hidden="true" />
          <p>
            <b>{say('second')}.</b> {say('second_text')}
          </p>
        </div>
      ) : null}
    </>
  )
}
