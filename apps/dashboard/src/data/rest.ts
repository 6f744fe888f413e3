import type { Problem } from './wire.js'

/** The server's refusal to answer, in its own words: RFC 9457, or what stands in for it when nothing answered at all. */
export class RequestFailed extends Error {
  override readonly name = 'RequestFailed'
  readonly status: number
  readonly code: string
  readonly requestId: string | null

  constructor({
    status,
    code,
    detail,
    requestId,
  }: { status: number; code: string; detail: string; requestId: string | null }) {
    super(detail)
    this.status = status
    this.code = code
    this.requestId = requestId
  }
}

export function getJson<T>(path: string, signal?: AbortSignal): Promise<T> {
  return request<T>(path, signal === undefined ? {} : { signal })
}

export function postJson<T>(path: string, body: unknown): Promise<T> {
  return request<T>(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
}

async function request<T>(path: string, init: RequestInit): Promise<T> {
  let response: Response
  try {
    response = await fetch(path, init)
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause
    throw new RequestFailed({
      status: 0,
      code: 'no_answer',
      detail: 'Nothing answered at this address.',
      requestId: null,
    })
  }
  if (response.ok) return (await response.json()) as T
  const problem = (await response.json().catch(() => null)) as Partial<Problem> | null
  throw new RequestFailed({
    status: response.status,
    code: problem?.code ?? 'unreadable',
    detail: problem?.detail ?? 'The answer could not be read.',
    requestId: problem?.requestId ?? null,
  })
}
