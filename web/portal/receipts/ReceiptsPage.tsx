import { Button } from '@mantine/core'
import { IconAlertTriangle, IconCheck, IconCircleCheck, IconDownload, IconReceipt, IconShieldCheck, IconX } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { Empty } from '../../ui/Empty.tsx'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { count } from '../../ui/formats.ts'
import { save } from '../../ui/save.ts'
import { useLanguage, useWords } from '../../ui/words.ts'
import { Leaf, Part } from '../shell/Leaf.tsx'
import type { Checked } from './check.ts'
import { Mark } from './Mark.tsx'
import classes from './Receipts.module.css'
import { receiptsWords } from './receipts.words.ts'
import { Verifier } from './Verifier.tsx'

/** One button: the browser itself checks every receipt, and says what holds. */
export default function ReceiptsPage() {
  const say = useWords(receiptsWords)
  const { mutate, data, error, isPending } = useMutation({
    mutationFn: async () => {
      const { checkReceipts } = await import('./check.ts')
      return checkReceipts()
    },
  })
  const none = data === null
  return (
    <Leaf title={say('title')} lead={say('lead')}>
      <Part title={say('verify')} lead={say('how')}>
        <div>
          <Button size="md" leftSection={<IconShieldCheck size={18} stroke={1.6} />} loading={isPending} onClick={() => mutate()}>
            {say('verify')}
          </Button>
        </div>
        <div aria-live="polite">
          {isPending ? <p className="quiet">{say('verifying')}</p> : null}
          {none ? <Empty small icon={IconReceipt} title={say('none')} text={say('none_text')} /> : null}
          {error ? <ErrorBox error={error} onRetry={() => mutate()} /> : null}
          {data && !isPending ? <Result checked={data} /> : null}
        </div>
      </Part>
      <Mark />
      <Verifier />
    </Leaf>
  )
}

function Result({ checked }: { checked: Checked }) {
  const say = useWords(receiptsWords)
  const language = useLanguage()
  const { verdict, since, took } = checked
  const holds = verdict.holds && (since ?? 'grown') === 'grown'
  const [whole] = verdict.checks
  const all = whole?.count ?? 0
  const time = new Intl.NumberFormat(language, {
    style: 'unit',
    unit: took < 1000 ? 'millisecond' : 'second',
    unitDisplay: 'short',
    maximumFractionDigits: took < 1000 ? 0 : 1,
  }).format(took < 1000 ? took : took / 1000)
  return (
    <div className={classes.result} data-holds={holds}>
      <p className={classes.verdict}>
        {holds ? <IconCircleCheck size={22} stroke={1.6} aria-hidden="true" /> : <IconAlertTriangle size={22} stroke={1.6} aria-hidden="true" />}
        {say(holds ? 'holds' : 'broken')}
      </p>
      <p className="quiet">{holds ? say('holds_text', { count: all, shown: count(all, language), time }) : say('broken_text')}</p>
      <ul className={classes.checks}>
        {verdict.checks.map((check) => (
          <Line key={check.check} holds={check.holds} text={say(`check_${check.check}`)} />
        ))}
        {checked.witnesses.length > 0 ? <Line holds text={say('witnessed', { names: checked.witnesses.join(', ') })} /> : null}
        {since === undefined ? null : <Line holds={since === 'grown'} text={say(`since_${since}`)} />}
      </ul>
      {verdict.waiting > 0 ? <p className="quiet small">{say('waiting', { count: verdict.waiting })}</p> : null}
      {verdict.log ? (
        <p className={classes.log}>
          {say('log', { origin: verdict.log.origin, size: count(verdict.log.size, language) })}
          <br />
          {say('key')} <code>{checked.key}</code>
        </p>
      ) : null}
      <Download file={checked.file} />
    </div>
  )
}

function Line({ holds, text }: { holds: boolean; text: string }) {
  return (
    <li data-holds={holds}>
      {holds ? <IconCheck size={16} stroke={2} aria-hidden="true" /> : <IconX size={16} stroke={2} aria-hidden="true" />}
      {text}
    </li>
  )
}

function Download({ file }: { file: string }) {
  const say = useWords(receiptsWords)
  return (
    <div>
      <Button variant="default" leftSection={<IconDownload size={16} stroke={1.6} />} onClick={() => save('receipts.json', file, 'application/json')}>
        {say('download')}
      </Button>
      <p className="faint small" style={{ marginTop: 6 }}>
        {say('download_text')}
      </p>
    </div>
  )
}
