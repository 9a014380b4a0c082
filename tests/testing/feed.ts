/** Sends exchange lines to a Weir as a sensor would, in batches that are acknowledged one by one. */
export async function feed(
  { url, key }: { readonly url: string; readonly key: string },
  lines: readonly unknown[],
): Promise<void> {
  const most = 500
  for (let from = 0; from < lines.length; from += most) {
    const body = lines
      .slice(from, from + most)
      .map((line) => JSON.stringify(line))
      .join('\n')
    const response = await fetch(`${url}/v1/exchanges`, {
      method: 'POST',
      body,
      headers: {
        authorization: `Bearer ${key}`,
        'content-type': 'application/x-ndjson',
        'weir-boot': 'boot-of-the-test',
        'weir-seq': String(from / most + 1),
      },
    })
    const answer = await response.text()
    // A line that is refused would make a test pass on nothing.
    if (response.status !== 202 || Object(JSON.parse(answer)).rejected.length > 0)
      throw new Error(`${response.status} ${answer}`)
  }
}
