import { textContent } from '../content.ts'
import type { Step, Visit } from './visit.ts'

export const assets: readonly string[] = [
  'app.3f9c1d.js',
  'app.77b0aa.css',
  'logo.svg',
  'vendor.9d21e4.js',
  'plex.woff2',
]

export const page: Step = {
  method: 'GET',
  url: '/',
  reply: {
    content: textContent(
      'text/html; charset=utf-8',
      '<!doctype html><html lang="en"><head><title>Small Bank</title><link rel="stylesheet" href="/assets/app.77b0aa.css"></head><body><div id="app"></div><script src="/assets/app.3f9c1d.js"></script></body></html>',
    ),
  },
}

export const favicon: Step = {
  method: 'GET',
  url: '/favicon.ico',
  reply: { headers: { 'content-type': 'image/x-icon', 'cache-control': 'max-age=86400' } },
}

export function assetStep(visit: Visit, file: string): Step {
  const known = visit.random.chance(0.4)
  const type = file.endsWith('.css') ? 'text/css' : 'text/javascript'
  const content = textContent(type, `/* ${file} */ export const build = "${file.split('.')[1]}"\n`)
  return {
    method: 'GET',
    url: `/assets/${file}`,
    reply: known ? { status: 304 } : { content, headers: { 'cache-control': 'max-age=31536000' } },
  }
}
