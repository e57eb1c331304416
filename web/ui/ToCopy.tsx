import { Button, CopyButton } from '@mantine/core'
import classes from './ToCopy.module.css'
import { ui } from './ui.words.ts'
import { useWords } from './words.ts'

/** Lines to be put somewhere else, with a button that copies them. `what` names them for whoever does not see them. */
export function ToCopy({ what, text }: { what: string; text: string }) {
  const say = useWords(ui)
  return (
    <div className={classes.part}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what is longer than the window is scrolled by keys too */}
      <pre className={classes.code} tabIndex={0} aria-label={what} role="group">
        {text}
      </pre>
      <CopyButton value={text}>
        {({ copied, copy }) => (
          <Button size="xs" variant="default" onClick={copy} aria-label={`${say('copy')}: ${what}`}>
            {say(copied ? 'copied' : 'copy')}
          </Button>
        )}
      </CopyButton>
    </div>
  )
}
