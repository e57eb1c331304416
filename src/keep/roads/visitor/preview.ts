import { languageOf, plainPage } from '../../channels/index.ts'
import { escapeHtml } from '../../courier/index.ts'
import { scriptAt } from './script.ts'

const words = {
  en: { title: 'A page of your site', lead: 'This is how visitors are asked. Nothing that you press here is kept.', link: 'Your choices' },
  ru: { title: 'Страница вашего сайта', lead: 'Так спрашивают посетителей. То, что вы нажмёте здесь, не сохраняется.', link: 'Ваш выбор' },
} as const

/** A page that shows how the script asks; nothing of it is kept. Only our own console may frame it. */
export function previewPage(request: Request, publicUrl: string): Response {
  const language = languageOf(request, new URL(request.url).searchParams.get('language'))
  const say = words[language]
  const { url, integrity } = scriptAt(publicUrl)
  const path = new URL(url).pathname
  const body = `<p>${escapeHtml(say.lead)}</p><p><a href="#" data-rapport-consent>${escapeHtml(say.link)}</a></p>
<script src="${escapeHtml(path)}" integrity="${integrity}" crossorigin="anonymous" data-preview defer></script>`
  const page = plainPage({ title: say.title, language, body, frames: ["'self'"] })
  const policy = page.headers.get('content-security-policy') ?? ''
  page.headers.set('content-security-policy', `${policy}; script-src 'self'; connect-src 'self'`)
  return page
}
