import type { CorrectionAnswer, CorrectionVoice, Question } from '#shared/model'

/** What a voice had answered, as whoever answers anew has it in sight. */
export function answerInSight(
  answers: readonly CorrectionAnswer[],
  question: Question,
  voice: CorrectionVoice,
): Pick<CorrectionAnswer, 'reason'> & { outcome: CorrectionAnswer['outcome'] | null } {
  const answer = answers.find((each) => each.question === question && each.voice === voice)
  return { outcome: answer?.outcome ?? null, reason: answer?.reason ?? null }
}
