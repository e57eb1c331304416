import { NativeSelect } from '@mantine/core'
import { delimiters, encodings, presets, readImportAs } from '../../../src/keep/imports/contract.ts'
import { call } from '../../ui/api.ts'
import { useAct } from '../../ui/useAct.ts'
import { useWords } from '../../ui/words.ts'
import classes from './Imports.module.css'
import { importsWords } from './imports.words.ts'
import type { ImportView } from './queries.ts'
import { useShowImport } from './queries.ts'

type Wanted = { encoding?: (typeof encodings)[number]; delimiter?: (typeof delimiters)[number]; sheet?: string; preset?: (typeof presets)[number] }

/** What is in the file and how it is read, as it was found out; whoever sees gibberish in the first values chooses another and sees them change. */
export function ReadAs({ view }: { view: ImportView }) {
  const say = useWords(importsWords)
  const show = useShowImport()
  const read = useAct({ run: (wanted: Wanted) => call(readImportAs, { params: { id: view.id }, body: wanted }), then: show })
  const { form } = view
  if (!form) return null
  const encoding = encodings.find((each) => each === form.encoding)
  const delimiter = delimiters.find((each) => each === form.delimiter)
  const asNow = { ...(encoding ? { encoding } : {}), ...(delimiter ? { delimiter } : {}), ...(form.kind === 'xlsx' && form.sheet ? { sheet: form.sheet } : {}) }
  return (
    <div className={classes.readAs} aria-busy={read.isPending}>
      <NativeSelect
        label={say('preset')}
        value={view.mapping?.preset}
        disabled={read.isPending || view.list !== null}
        data={presets.filter((preset) => (preset === 'list') === (view.list !== null)).map((preset) => ({ value: preset, label: say(`preset_${preset}`) }))}
        onChange={(event) => {
          const chosen = presets.find((each) => each === event.currentTarget.value)
          if (chosen) read.mutate({ ...asNow, preset: chosen })
        }}
      />
      {form.kind === 'csv' ? (
        <>
          <NativeSelect
            label={say('read_encoding')}
            value={encoding}
            disabled={read.isPending}
            data={encodings.map((value) => ({ value, label: say(`encoding_${value}`) }))}
            onChange={(event) => {
              const chosen = encodings.find((each) => each === event.currentTarget.value)
              if (chosen) read.mutate({ encoding: chosen })
            }}
          />
          <NativeSelect
            label={say('read_delimiter')}
            value={form.delimiter ?? undefined}
            disabled={read.isPending}
            data={delimiters.map((value, at) => ({ value, label: say(delimiterWords[at] ?? 'delimiter_comma') }))}
            onChange={(event) => {
              const chosen = delimiters.find((each) => each === event.currentTarget.value)
              if (chosen) read.mutate({ ...asNow, delimiter: chosen })
            }}
          />
        </>
      ) : null}
      {form.kind === 'xlsx' && form.sheets.length > 1 ? (
        <NativeSelect
          label={say('read_sheet')}
          value={form.sheet ?? undefined}
          disabled={read.isPending}
          data={form.sheets}
          onChange={(event) => read.mutate({ sheet: event.currentTarget.value })}
        />
      ) : null}
    </div>
  )
}

/** In the order of `delimiters`. */
const delimiterWords = ['delimiter_comma', 'delimiter_semicolon', 'delimiter_tab', 'delimiter_bar'] as const
