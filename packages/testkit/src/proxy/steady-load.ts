import http from 'node:http'

export interface LoadReport {
  readonly count: number
  readonly failed: readonly string[]
  readonly slowestMs: number
  readonly medianMs: number
}

/** A request that is answered later has failed. */
const patienceMs = 10_000
const body = JSON.stringify({ account: 'A-1042', note: 'x'.repeat(500) })

/** Posts from so many clients at once for as long as told, and tells how it went. */
export async function steadyLoad(
  url: string,
  durationMs: number,
  clients = 4,
): Promise<LoadReport> {
  const agent = new http.Agent({ keepAlive: true })
  const times: number[] = []
  const failed: string[] = []
  const end = performance.now() + durationMs
  const work = async (): Promise<void> => {
    while (performance.now() < end) {
      const began = performance.now()
      const outcome = await post(url, agent)
      if (outcome !== '200') failed.push(outcome)
      times.push(performance.now() - began)
      await new Promise((resolve) => setTimeout(resolve, 2))
    }
  }
  await Promise.all(Array.from({ length: clients }, work))
  agent.destroy()
  times.sort((left, right) => left - right)
  return {
    count: times.length,
    failed,
    slowestMs: times.at(-1) ?? 0,
    medianMs: times[times.length >> 1] ?? 0,
  }
}

function post(url: string, agent: http.Agent): Promise<string> {
  return new Promise((resolve) => {
    const request = http.request(
      url,
      { method: 'POST', agent, timeout: patienceMs },
      (response) => {
        response.resume()
        response.on('end', () => resolve(String(response.statusCode)))
        response.on('error', (error) => resolve(error.message))
      },
    )
    request.on('timeout', () => request.destroy(new Error(`no answer in ${patienceMs} ms`)))
    request.on('error', (error) => resolve(error.message))
    request.end(body)
  })
}
