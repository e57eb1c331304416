import { Button, CopyButton, Modal } from '@mantine/core'
import classes from './SecretOnce.module.css'
import { ui } from './ui.words.ts'
import { useWords } from './words.ts'

type SecretOnceProps = { title: string; lead: string; secret: string; done: string; onClose: () => void }

/** A secret that is shown this once; a click beside does not lose it. */
export function SecretOnce({ title, lead, secret, done, onClose }: SecretOnceProps) {
  const say = useWords(ui)
  return (
    <Modal opened onClose={onClose} title={title} closeOnClickOutside={false}>
      <div className={classes.parts}>
        <p>{lead}</p>
        <code className={classes.secret}>{secret}</code>
        <div className={classes.buttons}>
          <CopyButton value={secret}>
            {({ copied, copy }) => (
              <Button variant="default" onClick={copy}>
                {say(copied ? 'copied' : 'copy')}
              </Button>
            )}
          </CopyButton>
          <Button onClick={onClose}>{done}</Button>
        </div>
      </div>
    </Modal>
  )
}
