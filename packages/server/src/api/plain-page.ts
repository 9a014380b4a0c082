/** The page of a server that was started without a console, and of one nobody is signed in to. */
export function plainPage(title: string, sentences: readonly string[]): string {
  const body = sentences.map((sentence) => `<p>${sentence}</p>`).join('\n')
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<h1>${title}</h1>
${body}
</html>
`
}

export const withoutConsole = plainPage('Weir runs', [
  'This server has no console. Its API is described in <a href="/openapi.json">/openapi.json</a> and begins at <a href="/api/v1/status">/api/v1/status</a>.',
])

export const signInPage = plainPage('Not signed in', [
  'Open the link that <code>weir serve</code> printed at its start. Each link opens the console once; a new start prints a new one.',
])
