import { Modal } from '@mantine/core'
import { ToCopy } from '../../ui/ToCopy.tsx'
import { ui } from '../../ui/ui.words.ts'
import { useLanguage, useWords } from '../../ui/words.ts'
import classes from './Forms.module.css'
import { formsWords } from './forms.words.ts'
import type { Form } from './queries.ts'

/** What a site needs to show the form: a link, or a frame where the form names the site. */
export function Snippet({ form, onClose }: { form: Form; onClose: () => void }) {
  const say = useWords(formsWords)
  const sayUi = useWords(ui)
  const language = useLanguage()
  const shown = form.spec.languages.includes(language) ? language : form.spec.languages[0]
  const address = `${window.location.origin}/f/${form.form}?language=${shown}`
  const title = (form.spec.title[shown ?? 'en'] ?? form.form).replaceAll('"', '&quot;')
  const frame = `<iframe src="${address}" title="${title}" style="width:100%;height:760px;border:0" loading="lazy"></iframe>`
  const parts = [
    { what: say('snippet_link'), text: address, hint: say('snippet_link_text') },
    {
      what: say('snippet_frame'),
      text: frame,
      hint: form.spec.origins.length > 0 ? say('snippet_frame_text', { sites: form.spec.origins.join(', ') }) : say('snippet_no_sites'),
    },
  ]
  return (
    <Modal opened onClose={onClose} title={say('snippet_title')} size="lg" closeButtonProps={{ 'aria-label': sayUi('close') }}>
      <div className={classes.form}>
        {parts.map(({ what, text, hint }) => (
          <section key={what} aria-label={what} className={classes.part}>
            <h3>{what}</h3>
            <p className="quiet small">{hint}</p>
            <ToCopy what={what} text={text} />
          </section>
        ))}
      </div>
    </Modal>
  )
}
