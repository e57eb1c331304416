import type { Hono } from 'hono'
import type { Clock } from '../../platform/clock.ts'
import { problemResponse } from '../../platform/http/index.ts'
import { networkOf } from '../access/index.ts'
import { languageOf, plainPage } from '../channels/index.ts'
import { escapeHtml } from '../courier/index.ts'
import { type Asked, askedBy, type ConfirmDeps, confirm } from './confirm.ts'

// /y/:token — "was it you?". GET and HEAD show and spend nothing, so that a scanner that opens every link of a letter agrees to nothing;
// the button is the consent. A link that is none, used, too old or of somebody erased gets one answer, word for word.

const words = {
  en: {
    title: 'One more step',
    lead: 'On our site somebody entered this address and ticked:',
    ask: 'Was it you? Then confirm. If not, leave this page: without your answer nothing is sent.',
    confirm: 'Yes, I agree',
    done: 'Thank you, that is settled',
    done_lead: 'You can take it back at any time, in one step: by the link in any letter or on your page.',
    late: 'There is nothing to confirm here',
    late_lead:
      'This link has been used already, or it is older than a week. To agree, fill in the form once more; what you have agreed to stands on your page.',
  },
  ru: {
    title: 'Остался один шаг',
    lead: 'На нашем сайте указали этот адрес и отметили:',
    ask: 'Это были вы? Тогда подтвердите. Если нет — просто закройте страницу: без вашего ответа ничего не придёт.',
    confirm: 'Да, я согласен(на)',
    done: 'Спасибо, согласие принято',
    done_lead: 'Отозвать его можно в любой момент одним действием: по ссылке в любом письме или на своей странице.',
    late: 'Подтверждать нечего',
    late_lead:
      'По этой ссылке уже ответили, или ей больше недели. Чтобы согласиться, заполните форму ещё раз; то, на что вы согласились, видно на вашей странице.',
  },
} as const

/** Mounts the page behind the link of a confirmation. */
export function confirmRoutes(app: Hono, deps: ConfirmDeps & { clock: Clock }): void {
  app.get('/y/:key', async (c) => {
    try {
      const asked = await askedBy(deps.db, c.req.param('key'), deps.clock.now())
      return asked ? question(asked) : nothing(c.req.raw)
    } catch (error) {
      return problemResponse(error, deps.log)
    }
  })
  app.post('/y/:key', async (c) => {
    try {
      const now = deps.clock.now()
      const language = (await askedBy(deps.db, c.req.param('key'), now))?.language
      const done = await confirm(deps, c.req.param('key'), { network: networkOf(c.req.raw) }, now)
      if (!done || !language) return nothing(c.req.raw)
      return plainPage({ title: words[language].done, language, body: `<p role="status">${escapeHtml(words[language].done_lead)}</p>` })
    } catch (error) {
      return problemResponse(error, deps.log)
    }
  })
}

function question({ language, boxes }: Asked): Response {
  const say = words[language]
  const texts = boxes.map((box) => `<li>${escapeHtml(box.text[language] ?? '')}</li>`).join('')
  const body = `<p>${escapeHtml(say.lead)}</p><ul>${texts}</ul><p>${escapeHtml(say.ask)}</p><form method="post"><button class="first">${escapeHtml(say.confirm)}</button></form>`
  return plainPage({ title: say.title, language, body })
}

function nothing(request: Request): Response {
  const language = languageOf(request)
  return plainPage({ title: words[language].late, language, status: 404, body: `<p>${escapeHtml(words[language].late_lead)}</p>` })
}
