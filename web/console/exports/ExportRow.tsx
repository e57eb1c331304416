import { Button, Progress } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { bytes, count, dayOf, length } from '../../ui/formats.ts'
import type { Tone } from '../../ui/Mark.tsx'
import { Mark } from '../../ui/Mark.tsx'
import { useNow } from '../../ui/now.ts'
import { reasonWords } from '../../ui/reason.words.ts'
import { Sure } from '../../ui/Sure.tsx'
import { useSaid } from '../../ui/useExplain.ts'
import { When } from '../../ui/values.tsx'
import { useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import { Answer } from './Answer.tsx'
import classes from './Exports.module.css'
import { exportsWords } from './exports.words.ts'
import type { Export } from './queries.ts'
import { useExportActs } from './useExportActs.ts'
import { useExportColumn, usePurposeTitle } from './useExportTitles.ts'

const tones: { [S in Export['state']]: Tone } = {
  asking: 'wait',
  running: 'wait',
  paused: 'wait',
  writing: 'wait',
  ready: 'good',
  declined: 'bad',
  cancelled: 'plain',
  failed: 'bad',
  expired: 'plain',
}

/** One export: what it holds, what for, who asked and answered, how far it is, and what can be done with it. */
export function ExportRow({ of }: { of: Export }) {
  const say = useWords(exportsWords)
  const said = useSaid()
  const reason = useCodeWords(reasonWords)
  const language = useLanguage()
  const purposeOf = usePurposeTitle()
  const columnOf = useExportColumn()
  return (
    <li>
      <div className={classes.row}>
        <div className={classes.rowText}>
          <span className={classes.what}>{say('what', { count: of.persons, shown: count(of.persons, language), format: of.format.toUpperCase() })}</span>
          <span data-own-words>{say('for', { purpose: purposeOf(of.purpose), why: of.why })}</span>
          {of.recipient ? <span data-own-words>{say('given_to', { name: of.recipient.name })}</span> : null}
          <span className="quiet small">
            {of.made_by.name} · <When at={of.created_at} as="both" />
          </span>
          <span className="faint small">{say('columns_of', { columns: of.columns.map(columnOf).join(', ') })}</span>
          <Answered of={of} />
          {of.trouble ? <span className="small">{said(of.trouble)}</span> : null}
          {of.left_out.map((each) => (
            <span key={each.reason} className="faint small">
              {say('left_out', { count: count(each.count, language), reason: reason(each.reason) })}
            </span>
          ))}
        </div>
        <Mark tone={tones[of.state]}>{say(`state_${of.state}`)}</Mark>
      </div>
      <Moving of={of} />
      <Acts of={of} />
    </li>
  )
}

function Answered({ of: { approval } }: { of: Export }) {
  const say = useWords(exportsWords)
  if (!approval?.by) return null
  const { name } = approval.by
  return (
    <span className="quiet small" data-own-words>
      {approval.state === 'approved'
        ? say('approved_by', { name })
        : approval.why
          ? say('declined_why', { name, why: approval.why })
          : say('declined_by', { name })}
    </span>
  )
}

function Moving({ of: { progress, state } }: { of: Export }) {
  const say = useWords(exportsWords)
  const language = useLanguage()
  if (!progress) return null
  return (
    <div className={classes.progress}>
      <span>
        {say('progress_of', { done: count(progress.rows, language), all: count(progress.of, language) })}
        {progress.seconds_left ? ` · ${say('time_left', { left: length(progress.seconds_left, language) })}` : ''}
      </span>
      <Progress className={classes.bar} value={progress.percent} animated={state !== 'paused'} aria-label={say('progress')} />
      <span className="faint">{say('leave')}</span>
    </div>
  )
}

function Acts({ of }: { of: Export }) {
  const say = useWords(exportsWords)
  const language = useLanguage()
  const now = useNow()
  const acts = useExportActs(of)
  if (of.approval?.mine_to_give) return <Answer of={of} />
  if (of.state === 'ready') {
    return (
      <div className={classes.acts}>
        {of.own ? (
          <Button
            component="a"
            size="xs"
            href={`/v1/exports/${encodeURIComponent(of.id)}/file`}
            download
            leftSection={<IconDownload size={15} stroke={1.7} />}
            onClick={acts.fetched}
          >
            {say('download')}
            {of.size ? ` · ${bytes(of.size, language)}` : ''}
          </Button>
        ) : null}
        <Sure label={say('destroy')} question={say('destroy_sure')} loading={acts.cancelling} onYes={acts.cancel} />
        <span className="quiet small">
          {[
            say('in_it', { count: count(of.rows, language) }),
            of.downloads > 0 ? say('downloads', { count: of.downloads }) : '',
            of.expires_at ? say('expires', { day: dayOf(new Date(of.expires_at), now, language) }) : '',
            of.own ? '' : say('only_theirs'),
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </div>
    )
  }
  if (!of.own || !['asking', 'running', 'paused', 'writing'].includes(of.state)) return null
  return (
    <div className={classes.acts}>
      {of.state === 'running' ? (
        <Button size="compact-xs" variant="subtle" color="gray" onClick={acts.pause}>
          {say('pause')}
        </Button>
      ) : null}
      {of.state === 'paused' ? (
        <Button size="compact-xs" variant="subtle" onClick={acts.resume}>
          {say('resume')}
        </Button>
      ) : null}
      <Sure label={say('cancel')} question={say('cancel_sure')} loading={acts.cancelling} onYes={acts.cancel} />
    </div>
  )
}
