import { Button } from '@mantine/core'
import { IconCompass } from '@tabler/icons-react'
import type { ErrorComponentProps } from '@tanstack/react-router'
import { useRouter } from '@tanstack/react-router'
import { Empty } from './Empty.tsx'
import { ErrorBox } from './ErrorBox.tsx'
import classes from './Loading.module.css'
import { ui } from './ui.words.ts'
import { useWords } from './words.ts'

/** No such page. */
export function Lost() {
  const say = useWords(ui)
  const router = useRouter()
  return (
    <Empty
      whole
      icon={IconCompass}
      title={say('page_lost')}
      text={say('page_lost_text')}
      action={
        <Button component="a" href={router.basepath ?? '/'} variant="default">
          {say('page_home')}
        </Button>
      }
    />
  )
}

/** A page that could not be opened: what happened and a way to try again. */
export function Broken({ error, reset }: ErrorComponentProps) {
  const router = useRouter()
  return (
    <div className={classes.page}>
      <ErrorBox
        error={error}
        onRetry={() => {
          reset()
          void router.invalidate()
        }}
      />
    </div>
  )
}
