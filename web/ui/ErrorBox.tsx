import { Button, CopyButton, UnstyledButton } from '@mantine/core'
import { IconAlertTriangle, IconCheck, IconCopy } from '@tabler/icons-react'
import { ApiProblem } from './api.ts'
import classes from './ErrorBox.module.css'
import { ui } from './ui.words.ts'
import { useExplain } from './useExplain.ts'
import { useWords } from './words.ts'

/** What went wrong, what to do, and an id to quote that copies with one click; `whole`: it is all there is on the page. */
export function ErrorBox({ error, title, onRetry, whole }: { error: unknown; title?: string; onRetry?: () => void; whole?: boolean }) {
  const say = useWords(ui)
  const explain = useExplain()
  const id = error instanceof ApiProblem ? error.id : undefined
  const Title = whole ? 'h1' : 'p'
  return (
    <div role="alert" className={classes.box}>
      <IconAlertTriangle size={18} stroke={1.6} className={classes.icon} aria-hidden="true" />
      <div className={classes.body}>
        <Title className={classes.title}>{title ?? say('failed')}</Title>
        <p>{explain(error)}</p>
        {id ? <ErrorId id={id} /> : null}
        {onRetry ? (
          <Button variant="default" size="xs" mt={8} onClick={onRetry}>
            {say('retry')}
          </Button>
        ) : null}
      </div>
    </div>
  )
}

export function ErrorId({ id }: { id: string }) {
  const say = useWords(ui)
  return (
    <p className={classes.id}>
      {say('error_id')}{' '}
      <CopyButton value={id}>
        {({ copied, copy }) => (
          <UnstyledButton onClick={copy} className={classes.copy} aria-label={`${say('copy')}: ${id}`}>
            <code>{id}</code>
            {copied ? <IconCheck size={13} aria-label={say('copied')} /> : <IconCopy size={13} aria-hidden="true" />}
          </UnstyledButton>
        )}
      </CopyButton>
    </p>
  )
}
