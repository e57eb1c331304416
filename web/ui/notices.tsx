import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { ErrorId } from './ErrorBox.tsx'
import classes from './notices.module.css'

/** Says at the lower right what was done; with `undo` there is ten seconds to take it back. */
export function notice(text: string, undo?: { label: string; run: () => void }): void {
  const id = notifications.show({
    autoClose: undo ? 10_000 : 5_000,
    withBorder: true,
    message: (
      <div className={classes.line}>
        <span>{text}</span>
        {undo ? (
          <Button
            size="compact-xs"
            variant="subtle"
            onClick={() => {
              notifications.hide(id)
              undo.run()
            }}
          >
            {undo.label}
          </Button>
        ) : null}
      </div>
    ),
  })
}

/** Says that something did not work, in one sentence, with what the operator finds it by; stays until it is closed. */
export function trouble(text: string, id?: string): void {
  const message = id ? (
    <>
      <p>{text}</p>
      <ErrorId id={id} />
    </>
  ) : (
    text
  )
  notifications.show({ message, color: 'red', autoClose: false, withBorder: true, role: 'alert' })
}
