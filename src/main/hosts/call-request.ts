import { z } from 'zod'

import { UI_LANGUAGES } from '#shared/errors'
import type { CallRequest } from '#shared/rpc'

const Shape = z.strictObject({
  name: z.string().max(100),
  input: z.unknown(),
  language: z.enum(UI_LANGUAGES),
})

/** What came in over a wire as a call, or null when it is none. The dispatcher checks the input itself. */
export function asCallRequest(value: unknown): CallRequest | null {
  const request = Shape.safeParse(value)
  return request.success ? request.data : null
}
