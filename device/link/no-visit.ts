import type { HubRequest, Reply } from '../contract/link.ts'
import { newestLines } from '../log.ts'

/** Answers the hub while this box serves nobody: before its configuration, and during its acceptance test. */
export async function answerWithoutVisit(request: HubRequest): Promise<Reply> {
  return request.is === 'tell-log' ? { is: 'log', lines: newestLines() } : { is: 'no-claim' }
}
